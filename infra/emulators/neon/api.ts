/**
 * The shapes of Neon's API v2 as the emulator keeps and answers them. Source: the published OpenAPI file
 * (`neon-openapi.yaml` of npm `@neondatabase/api-client`); `contract.ts` holds every answer against it.
 */
export interface Operation {
  id: string;
  project_id: string;
  branch_id?: string;
  endpoint_id?: string;
  action: string;
  status: 'scheduling' | 'running' | 'finished' | 'failed';
  error?: string;
  failures_count: number;
  created_at: string;
  updated_at: string;
  total_duration_ms: number;
}

export interface EndpointSettings {
  autoscaling_limit_min_cu?: number;
  autoscaling_limit_max_cu?: number;
  suspend_timeout_seconds?: number;
}

export interface Project extends Record<string, unknown> {
  id: string;
  name: string;
  region_id: string;
  pg_version: number;
  store_passwords: boolean;
  history_retention_seconds: number;
  default_endpoint_settings: EndpointSettings;
  settings: Record<string, unknown>;
  org_id?: string;
}

export interface Branch extends Record<string, unknown> {
  id: string;
  project_id: string;
  parent_id?: string;
  name: string;
  current_state: 'init' | 'ready' | 'resetting' | 'archived';
  default: boolean;
  protected: boolean;
  expires_at?: string;
  created_at: string;
}

export interface Role extends Record<string, unknown> {
  branch_id: string;
  name: string;
  password?: string;
}

export interface Database extends Record<string, unknown> {
  id: number;
  branch_id: string;
  name: string;
  owner_name: string;
}

export interface Endpoint extends Record<string, unknown> {
  id: string;
  branch_id: string;
  type: 'read_write' | 'read_only';
  name?: string;
  host: string;
  current_state: 'init' | 'active' | 'idle';
  disabled: boolean;
  autoscaling_limit_min_cu: number;
  autoscaling_limit_max_cu: number;
  suspend_timeout_seconds: number;
}

/** A branch with what it holds. Passwords are here even where the project does not store them: Postgres knows them. */
export interface BranchEntry {
  branch: Branch;
  annotation: Record<string, string>;
  roles: Role[];
  databases: Database[];
}

export interface ProjectEntry {
  project: Project;
  branches: BranchEntry[];
  endpoints: Endpoint[];
  operations: Operation[];
  /** Operations by id and the instant, in ms, at which each is done. */
  endsAt: Map<string, number>;
  deletedAt: string | null;
}
