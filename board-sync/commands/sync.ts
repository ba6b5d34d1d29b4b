import { coordinate, type Outcome } from '../coordination/coordinate.ts';
import { lockHolder } from '../coordination/pid-lock.ts';
import { memoryFile } from '../engine/memory-file.ts';
import { counts, remarks } from '../engine/print-plan.ts';
import { type SyncResult, sync } from '../engine/sync.ts';
import { placesOf, type Scope } from '../places.ts';
import { startDetached } from './background.ts';
import { type Context, openSurroundings } from './context.ts';
import { progressReport } from './progress.ts';

export interface SyncOptions {
  command: string;
  scope: Scope;
  reason: string;
  force: boolean;
  /** Runs in the background already: silent, waits for its turn. */
  detached: boolean;
  /** Nobody looks on (a hook): a forced run starts now, but stays within the safety limits. */
  unattended: boolean;
  config?: string;
}

/** Runs a sync when its turn has come; exit code 0 also when it waits for its turn. */
export async function runSync(context: Context, options: SyncOptions): Promise<number> {
  const { log, clock, folder, queue } = context;
  const { command, scope, reason, force, detached } = options;
  const around = openSurroundings(context, options.config);
  const coordination = { folder, queue, clock, debounceSeconds: around.config.debounceSeconds };
  const outcome = await coordinate(
    coordination,
    { command, reason, force, background: detached },
    async () => {
      log.info(`${command} begins (${reason})`);
      const result = await sync(placesOf(scope, around), {
        memory: memoryFile(folder.memory),
        limits: around.config.limits,
        force: force && !options.unattended,
        report: progressReport(context),
      });
      const line = describe(result);
      for (const remark of remarkLines(result)) log.info(remark);
      log.info(`${command} ends: ${line}`);
      for (const { place, key, message } of result.applied.failed) log.error(`${place} ${key}: ${message}`);
      return { result, summary: line, ok: result.applied.failed.length === 0 };
    },
  );
  if (!detached) followUp(context, options);
  return tell(context, outcome);
}

/** Leaves what waits, and nobody works on, to a process in the background. */
function followUp(context: Context, { config }: SyncOptions): void {
  if (context.queue.waiting().length === 0 || lockHolder(context.folder.lock)) return;
  startDetached(context, ['all', '--reason', 'queued', ...(config ? ['--config', config] : [])]);
}

function describe({ plan, applied }: SyncResult): string {
  const { created, updated, archived, failed } = applied;
  if (plan.changes.length === 0) return `nothing to do; ${plan.items} items`;
  const done = `${created} created, ${updated} updated, ${archived} archived`;
  return `${done}${failed.length > 0 ? `, ${failed.length} failed` : ''}; ${plan.items} items`;
}

const remarkLines = ({ plan }: SyncResult): string[] =>
  remarks(plan).map(({ place, key, text }) => `${place} ${key} ${text}`);

function tell(context: Context, outcome: Outcome<SyncResult>): number {
  if (outcome.kind === 'queued') {
    const { why } = outcome;
    const waitSeconds = Math.ceil(outcome.waitMs / 1000);
    const text =
      why === 'running'
        ? 'Another sync is running; it takes this request when it is done.'
        : `The last sync has only just ended: this one starts in ${waitSeconds} s in the background. Now: --force`;
    context.print(text, { outcome: 'queued', why, waitSeconds });
    return 0;
  }
  const { plan, applied } = outcome.result;
  const failures = applied.failed.map(({ place, key, message }) => `  ✗ ${place} ${key}: ${message}`);
  const told = remarkLines(outcome.result).map((remark) => `  ! ${remark}`);
  context.print([describe(outcome.result), ...told, ...failures].join('\n'), {
    outcome: 'ran',
    items: plan.items,
    planned: counts(plan),
    conflicts: plan.conflicts,
    problems: plan.problems,
    ...applied,
  });
  return applied.failed.length > 0 ? 1 : 0;
}
