import { service } from '../../../catalog/index.ts';
import { from } from '../../../catalog/references.ts';
import type { Settings } from '../../../settings.ts';
import { limitsOf } from '../../limits.ts';
import { nodeArguments } from '../../node-arguments.ts';
import type { PlannedMount, Recipe } from '../container-spec.ts';

/** Nobody: our images need no user of their own. */
export const nobody = '65534:65534';

const replayFolder = '/replay';
/** The image has it, of the right user, which a new volume takes over. */
const backupFolder = '/backups';

const askReadiness =
  "fetch('http://127.0.0.1:8000/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))";

/**
 * The API. It brings the database up to date before it serves; replicas that start together wait for each other. What
 * serves never sees the password of the tables' owner.
 */
export function backendRecipe(settings: Settings): Recipe {
  const migrate = 'node app/db/migrate-main.js';
  const serve = ['node', ...argumentsOf(settings, 'backend'), 'app/api/server.js'].join(' ');
  return {
    user: nobody,
    command: ['sh', '-c', `${migrate} && exec env -u OWNER_DATABASE_URL ${serve}`],
    // The proxy and the web server are on the bridge network.
    env: {
      HOST: '0.0.0.0',
      TRUSTED_PROXIES: 'uniquelocal',
      OWNER_DATABASE_URL: from('postgres', 'ownerUrl'),
      ...replayEnv(settings),
    },
    mounts: replayMounts(settings),
    health: ['CMD', 'node', '-e', askReadiness],
    // The API gives requests under way 8 s.
    stopSeconds: 15,
    exclusive: false,
  };
}

export function schedulerRecipe(settings: Settings): Recipe {
  const mounts = backupMounts(settings);
  return {
    user: nobody,
    command: ['node', ...argumentsOf(settings, 'scheduler'), 'pipelines/scheduler.js'],
    env: replayEnv(settings),
    mounts: [...replayMounts(settings), ...mounts],
    // It listens nowhere; a job that did not run is noticed by the age of its last success.
    health: null,
    stopSeconds: 15,
    exclusive: mounts.some(({ from }) => from.kind === 'volume'),
  };
}

/** Where the scheduler finds the backups: in its container, or in a bucket. */
export const backupPlaceOf = ({ backupTo }: Settings): string =>
  backupTo?.startsWith('s3://') ? backupTo : backupFolder;

/** A folder of this machine where the operator names one; it must be writable by the user of our images. */
function backupMounts({ backupTo }: Settings): PlannedMount[] {
  if (backupTo?.startsWith('s3://')) return [];
  const from = backupTo
    ? ({ kind: 'host', path: backupTo } as const)
    : ({ kind: 'volume', volume: 'backups' } as const);
  return [{ from, path: backupFolder, readOnly: false }];
}

const argumentsOf = (settings: Settings, name: 'backend' | 'scheduler'): string[] =>
  nodeArguments(limitsOf(settings, service(name)));

const replayEnv = ({ replayDir }: Settings): Record<string, string> =>
  replayDir ? { REPLAY_DIR: replayFolder } : {};

const replayMounts = ({ replayDir }: Settings): PlannedMount[] =>
  replayDir ? [{ from: { kind: 'host', path: replayDir }, path: replayFolder, readOnly: true }] : [];
