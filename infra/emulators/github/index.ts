import { randomBytes } from 'node:crypto';
import { type Emulator, startEmulator } from '../http/emulator.ts';
import { githubContract } from './contract.ts';
import { environmentRoutes } from './routes/environments.ts';
import { storeRoutes } from './routes/stores.ts';
import { type GithubState, makeState } from './state.ts';

export interface GithubEmulatorOptions {
  /** Repositories of the account, as `owner/name`. */
  repositories: readonly string[];
  port?: number;
  latencyMs?: number;
}

/** `url` is for `GITHUB_BASE_URL`, `token` for `GITHUB_TOKEN`. */
export type GithubEmulator = Emulator<GithubState> & { token: string };

/**
 * Starts GitHub's REST API on loopback, as far as a stack uses it: environments of a repository with deployment branch
 * policies, and the secrets and variables of workflows. Secrets arrive as sealed boxes and are opened with the key whose
 * public half was given out.
 */
export async function startGithubEmulator(options: GithubEmulatorOptions): Promise<GithubEmulator> {
  const token = `ghp_${randomBytes(18).toString('hex')}`;
  const emulator = await startEmulator({
    base: '',
    state: await makeState(options.repositories),
    routes: [...storeRoutes, ...environmentRoutes],
    contract: githubContract,
    credentials: [`Bearer ${token}`, `token ${token}`],
    unauthorised: 'Bad credentials',
    refusalBody: ({ message, status }) => ({
      message,
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    }),
    faultMessages: {
      '429': 'You have exceeded a secondary rate limit',
      '500': 'Server Error',
      '503': 'Service unavailable',
    },
    ...{ port: options.port, latencyMs: options.latencyMs },
  });
  return { ...emulator, token };
}
