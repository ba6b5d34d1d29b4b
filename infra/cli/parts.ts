import { containersOf, type RunningContainer } from '../targets/docker/running.ts';
import { asked } from './docker-advice.ts';
import { type Stack, settingsOf } from './stack.ts';
import { supervised } from './supervised.ts';
import { duration } from './terminal.ts';

/** A service of a stack as what runs it sees it: the supervisor of this machine, or a Docker engine. */
export interface Part {
  name: string;
  state: string;
  replicas: { startedAt: string | null; restarts: number; pid?: number | null; rssBytes?: number | null }[];
}

/**
 * What runs of a stack here; empty for one that runs elsewhere.
 *
 * @throws CliError when the stack is on a Docker engine that does not answer
 */
export async function partsOf(stack: Stack): Promise<Part[]> {
  const { target } = await settingsOf(stack);
  return target === 'docker' ? byService(await asked(containersOf(stack.name))) : supervised(stack);
}

/** Whether a part needs no repair; what cannot be asked for its health is as well as it can be when it runs. */
export const isWell = ({ state }: Part): boolean => wellStates.includes(state);

const wellStates = ['healthy', 'running'];

function byService(containers: readonly RunningContainer[]): Part[] {
  const names = [...new Set(containers.map(({ service }) => service))];
  return names.map((name) => {
    const replicas = containers.filter(({ service }) => service === name);
    const worst = replicas.find(({ state }) => !wellStates.includes(state)) ?? replicas[0];
    return { name, state: worst?.state ?? 'stopped', replicas };
  });
}

/** One line of `npm run status`. */
export function describePart({ name, state, replicas }: Part): string {
  const each = replicas.map(({ pid, startedAt, restarts, rssBytes }) => {
    const process = pid === undefined ? '' : `pid ${pid ?? '-'}`;
    const since = startedAt ? `up ${duration(Date.now() - Date.parse(startedAt))}` : 'not running';
    const memory = rssBytes ? `${Math.round(rssBytes / 2 ** 20)} MB` : '';
    return [process, since, `${restarts} restarts`, memory].filter(Boolean).join(', ');
  });
  return `  ${name.padEnd(19)}${state.padEnd(12)}${each.join(' | ')}`;
}
