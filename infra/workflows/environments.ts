import { expression, type RunStep } from './model.ts';

/**
 * The environments of the repository on GitHub: who may use which secret. A job gets the secrets of its environment
 * only, and within it only the step that needs them.
 */
export interface GithubEnvironment {
  readonly name: string;
  readonly purpose: string;
  /** Whether a person has to approve each run. */
  readonly approval: boolean;
  /** Branches and tags that may use it; `pull requests` for those of this repository (never of a fork). */
  readonly usedFrom: string;
  readonly needs: readonly CredentialSet[];
}

/** Sets of credentials that belong together; see {@link credentials}. */
export type CredentialSet = 'data' | 'backups' | 'stack' | 'boards';

export const githubEnvironments = [
  {
    name: 'production',
    purpose: 'Deployment of what is released',
    approval: true,
    usedFrom: 'tags of releases',
    needs: ['stack'],
  },
  {
    name: 'staging',
    purpose: 'Deployment of what is merged to develop',
    approval: false,
    usedFrom: 'develop',
    needs: ['stack'],
  },
  {
    name: 'preview',
    purpose: 'Previews of staging and production, which change nothing',
    approval: false,
    usedFrom: 'pull requests and tags of releases',
    needs: ['stack'],
  },
  {
    name: 'pr-preview',
    purpose: 'A stack for each pull request; best an account of its own at each vendor',
    approval: false,
    usedFrom: 'pull requests',
    needs: ['stack'],
  },
  {
    name: 'jobs',
    purpose:
      'Scheduled pipelines on the data of production; without approval, since nobody is there at night',
    approval: false,
    usedFrom: 'main',
    needs: ['data', 'backups', 'stack'],
  },
  {
    name: 'boards',
    purpose: 'GitHub project and Notion roadmap',
    approval: false,
    usedFrom: 'main and pull requests',
    needs: ['boards'],
  },
] as const satisfies readonly GithubEnvironment[];
export type GithubEnvironmentName = (typeof githubEnvironments)[number]['name'];

const secret = (name: string): string => expression(`secrets.${name}`);
const variable = (name: string): string => expression(`vars.${name}`);

/** What each set puts into the environment of a step. */
export const credentials: Readonly<Record<CredentialSet, Readonly<Record<string, string>>>> = {
  data: {
    DATABASE_URL: secret('DATABASE_URL'),
    REDIS_URL: secret('REDIS_URL'),
    ENTSOE_TOKEN: secret('ENTSOE_TOKEN'),
    STACK: variable('STACK'),
    FEEDS: variable('FEEDS'),
    WEATHER: variable('WEATHER'),
    DEFAULT_ZONE: variable('DEFAULT_ZONE'),
  },
  backups: {
    BACKUP_TO: variable('BACKUP_TO'),
    BACKUP_KEY: secret('BACKUP_KEY'),
    OWNER_DATABASE_URL: secret('OWNER_DATABASE_URL'),
    AWS_ACCESS_KEY_ID: secret('AWS_ACCESS_KEY_ID'),
    AWS_SECRET_ACCESS_KEY: secret('AWS_SECRET_ACCESS_KEY'),
  },
  stack: {
    PULUMI_BACKEND_URL: secret('PULUMI_BACKEND_URL'),
    PULUMI_ACCESS_TOKEN: secret('PULUMI_ACCESS_TOKEN'),
    PULUMI_CONFIG_PASSPHRASE: secret('PULUMI_CONFIG_PASSPHRASE'),
    RENDER_API_KEY: secret('RENDER_API_KEY'),
    NEON_API_KEY: secret('NEON_API_KEY'),
    // Secrets may not be named GITHUB_…; Pulumi's GitHub provider reads this variable.
    GITHUB_TOKEN: secret('INFRA_GITHUB_TOKEN'),
    OP_SERVICE_ACCOUNT_TOKEN: secret('OP_SERVICE_ACCOUNT_TOKEN'),
  },
  boards: {
    GITHUB_TOKEN: secret('BOARDS_GITHUB_TOKEN'),
    NOTION_TOKEN: secret('NOTION_TOKEN'),
  },
};

/** The step with the credentials of these sets, beside its own environment. */
export function withCredentials(sets: readonly CredentialSet[], step: RunStep): RunStep {
  const given = Object.assign({}, ...sets.map((set) => credentials[set]));
  const { name, id, if: condition, run, ...others } = step;
  return {
    name,
    ...(id ? { id } : {}),
    ...(condition ? { if: condition } : {}),
    ...others,
    env: { ...step.env, ...given },
    run,
  };
}
