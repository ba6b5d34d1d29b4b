/**
 * The part of GitHub Actions' workflow syntax that this project uses, so narrow that most mistakes are type errors:
 * every workflow starts without permissions, every job names its own and a time limit, an action is one of the pinned
 * ones of `actions.ts`, and a script is plain text that an expression cannot get into (see {@link script}).
 */

export type Permission = 'actions' | 'contents' | 'issues' | 'pull-requests';
export type Permissions = Readonly<Partial<Record<Permission, 'read' | 'write'>>>;

export interface Input {
  readonly description: string;
  readonly type: 'string' | 'choice' | 'boolean';
  readonly default?: string | boolean;
  readonly options?: readonly string[];
}

/** What starts a workflow; keys as GitHub names them. */
export interface Triggers {
  readonly schedule?: readonly { readonly cron: string }[];
  readonly workflow_dispatch?: { readonly inputs?: Readonly<Record<string, Input>> };
  readonly push?: { readonly branches: readonly string[]; readonly paths?: readonly string[] };
  readonly pull_request?: {
    readonly types?: readonly string[];
    readonly branches?: readonly string[];
    readonly paths?: readonly string[];
  };
  readonly issues?: { readonly types: readonly string[] };
  readonly release?: { readonly types: readonly string[] };
}

export interface Concurrency {
  readonly group: string;
  readonly 'cancel-in-progress': boolean | string;
}

export interface ActionStep {
  readonly name?: string;
  readonly if?: string;
  /** `owner/name@sha`, made by `actions.ts`. */
  readonly uses: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

export interface RunStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
  readonly 'timeout-minutes'?: number;
}

export type Step = ActionStep | RunStep;

export interface ServiceContainer {
  readonly image: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly options: string;
}

export interface Job {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly 'runs-on': string;
  readonly 'timeout-minutes': number;
  readonly permissions: Permissions;
  readonly environment?: string | { readonly name: string; readonly url?: string };
  readonly strategy?: {
    readonly 'fail-fast': boolean;
    readonly matrix: Readonly<Record<string, readonly (string | number)[]>>;
  };
  readonly services?: Readonly<Record<string, ServiceContainer>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  /** File name in `.github/workflows`. */
  readonly file: string;
  readonly purpose: string;
  readonly on: Triggers;
  readonly concurrency: Concurrency;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** An expression that GitHub fills in, such as `github.ref`. */
export const expression = (text: string): string => `\${{ ${text} }}`;

/**
 * Lines of a shell script. What comes from outside reaches it through the step's `env` only: an expression would be
 * pasted into the script before the shell reads it, and a title or a branch name could then hold commands.
 *
 * @throws Error when a line holds an expression
 */
export function script(...lines: readonly string[]): string {
  const text = lines.join('\n');
  if (text.includes('${{')) throw new Error(`A script holds an expression; hand it over by env: ${text}`);
  return text;
}
