import { isDeepStrictEqual } from 'node:util';
import type { EngineEvent } from '@pulumi/pulumi/automation/index.js';
import { colors, line } from './terminal.ts';

/** How many resources an update touched, by kind of change. */
export interface Changes {
  create: number;
  update: number;
  replace: number;
  delete: number;
  same: number;
}

const words: Record<string, { sign: string; word: string }> = {
  create: { sign: '+', word: 'created' },
  update: { sign: '~', word: 'updated' },
  replace: { sign: '±', word: 'replaced' },
  'create-replacement': { sign: '±', word: 'replaced' },
  delete: { sign: '-', word: 'deleted' },
  'delete-replaced': { sign: '-', word: 'deleted' },
};

/**
 * Prints one line for each resource that changes, with its time, and gathers the errors of the engine.
 *
 * @param tense whether the changes happen or are only planned
 */
export function eventPrinter(tense: 'done' | 'planned' = 'done'): {
  onEvent: (event: EngineEvent) => void;
  errors: string[];
} {
  const started = new Map<string, number>();
  const errors: string[] = [];
  const onEvent = (event: EngineEvent): void => {
    const before = event.resourcePreEvent?.metadata;
    if (before) started.set(before.urn, Date.now());
    const after = event.resOutputsEvent?.metadata;
    // Components only group what is made.
    const isMade = (after?.new ?? after?.old)?.custom === true;
    if (after && isMade && words[after.op] && !after.type.startsWith('pulumi:'))
      line(resourceLine(after, Date.now() - (started.get(after.urn) ?? Date.now()), tense));
    const diagnostic = event.diagnosticEvent;
    if (diagnostic?.severity === 'error') errors.push(plain(diagnostic.message));
    if (diagnostic?.severity === 'warning') line(`   !  ${plain(diagnostic.message)}`);
  };
  return { onEvent, errors };
}

type Metadata = NonNullable<EngineEvent['resOutputsEvent']>['metadata'];

function resourceLine(
  { op, urn, type, old: before, new: after }: Metadata,
  milliseconds: number,
  tense: 'done' | 'planned',
): string {
  const isKept = op === 'delete' && before?.retainOnDelete === true;
  const { sign, word } = isKept ? { sign: '=', word: 'kept' } : (words[op] ?? { sign: '?', word: op });
  const name = urn.split('::').at(-1) ?? urn;
  const kind = type.replace(/\/\w+:/, ':');
  const outcome = tense === 'done' ? word : `to be ${word}`;
  const detail = tense === 'done' ? stateOf(after?.outputs ?? {}) : editsOf(before?.inputs, after?.inputs);
  const time = milliseconds >= 100 ? `${(milliseconds / 1000).toFixed(1)} s` : '';
  return `   ${colors.bold(sign)}  ${kind.padEnd(25)} ${name.padEnd(23)} ${outcome.padEnd(15)} ${time.padStart(7)}   ${detail}`.trimEnd();
}

type Inputs = Readonly<Record<string, unknown>>;

/** What is set otherwise: from what to what where that is short, else its name. Secrets come masked from the engine. */
function editsOf(before: Inputs = {}, after: Inputs = {}): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !name.startsWith('__') && !isDeepStrictEqual(before[name], after[name]),
  );
  if (Object.keys(before).length === 0 || Object.keys(after).length === 0) return '';
  const isShort = (value: unknown): boolean => value === undefined || String(value).length <= 40;
  const isPlain = (value: unknown): boolean => typeof value !== 'object' && isShort(value);
  return names
    .map((name) => {
      const [old, now] = [before[name], after[name]];
      return isPlain(old) && isPlain(now) ? `${name} ${old ?? 'none'} → ${now ?? 'none'}` : name;
    })
    .join(', ');
}

/** What an operator wants to know of a resource at a glance: version, port, state. */
function stateOf(outputs: Record<string, unknown>): string {
  const { version, port, status } = outputs;
  const parts = [
    typeof version === 'string' ? version : null,
    typeof port === 'number' ? `port ${port}` : null,
    typeof status === 'string' ? status : null,
  ];
  return parts.filter(Boolean).join(', ');
}

const ansi = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m|<\\{%[^%]*%\\}>`, 'g');
const plain = (message: string): string => message.replace(ansi, '').trim();

/** Counts of a finished update from Pulumi's own summary. */
export function changesOf(summary: Partial<Record<string, number>> | undefined): Changes {
  const count = (name: string): number => summary?.[name] ?? 0;
  return {
    create: count('create'),
    update: count('update'),
    replace: count('replace') + count('create-replacement'),
    delete: count('delete'),
    same: count('same'),
  };
}
