import { readLastRun } from '../coordination/last-run.ts';
import { tail } from '../coordination/log.ts';
import { lockHolder } from '../coordination/pid-lock.ts';
import type { SyncRequest } from '../coordination/queue.ts';
import type { Context } from './context.ts';

/** `status`: last sync time, lock state, queue depth. */
export function showStatus({ folder, queue, clock, print }: Context): number {
  const last = readLastRun(folder.lastRun);
  const holder = lockHolder(folder.lock);
  const depth = queue.waiting().length;
  const ago = (iso: string): string => `${duration(clock.now() - Date.parse(iso))} ago (${iso})`;
  const rows = [
    ['Last sync', last?.succeededAt ? ago(last.succeededAt) : 'never'],
    ...(last
      ? [['Last run', `${last.command}: ${last.summary}${last.ok ? '' : ', not all went well'}`]]
      : []),
    [
      'Lock',
      holder
        ? `held by process ${holder.pid} for ${duration(clock.now() - Date.parse(holder.since))}`
        : 'free',
    ],
    ['Queue', depth === 1 ? '1 request' : `${depth} requests`],
    ['Log', folder.log],
  ];
  const text = rows.map(([name = '', value = '']) => `  ${name.padEnd(12)}${value}`).join('\n');
  const lock = holder ? { pid: holder.pid, since: holder.since } : null;
  print(text, { lastRun: last, lock, queueDepth: depth, log: folder.log });
  return 0;
}

/** `logs`: the last lines of the log. */
export function showLogs({ folder, print, note }: Context, lines: number): number {
  const last = tail(folder.log, lines);
  if (last.length === 0) note(`There is no log yet: ${folder.log}`);
  print(last.join('\n'), { log: folder.log, lines: last });
  return 0;
}

/** `queue`: the requests that wait, alike ones together. */
export function showQueue({ queue, print }: Context): number {
  const waiting = queue.waiting();
  const text = waiting.length === 0 ? 'No request waits.' : grouped(waiting).join('\n');
  print(text, { depth: waiting.length, requests: waiting });
  return 0;
}

function grouped(requests: readonly SyncRequest[]): string[] {
  const groups = new Map<string, SyncRequest[]>();
  for (const request of requests)
    groups.set(request.reason, [...(groups.get(request.reason) ?? []), request]);
  return [...groups].map(
    ([reason, all]) =>
      `  ${String(all.length).padStart(4)} × ${reason.padEnd(16)}last ${all.at(-1)?.at ?? ''}`,
  );
}

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
