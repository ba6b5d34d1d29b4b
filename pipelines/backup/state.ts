import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import type { KeptState, StackState } from '@eo/app/contract/stack-state.ts';
import { UsageError } from '../kit/options.ts';
import { idMeant } from './find.ts';
import type { BackupPlace } from './place.ts';
import { open, SealError, seal } from './sealed.ts';

export const format = 1;

/** States of one stack beside its backups: `<stack>/state/<id>.json.br.age`. Ids begin with their time. */
export class StateStore {
  readonly #place: BackupPlace;

  constructor(place: BackupPlace) {
    this.#place = place;
  }

  /** Where one is, for people. */
  placeOf(id: string): string {
    return this.#objects.placeOf(this.#path(id));
  }

  /** Ids, oldest first. */
  async list(): Promise<string[]> {
    const paths = await this.#objects.list(`${this.#stack}/state/`);
    return paths.flatMap((path) => /\/state\/(\d[^/]+)\.json\.br\.age$/.exec(path)?.[1] ?? []).sort();
  }

  async write(id: string, state: StackState, release: string): Promise<void> {
    const kept: KeptState = { format, stack: this.#stack, id, release, ...state };
    const plain = Readable.from([Buffer.from(JSON.stringify(kept))]);
    await this.#objects.write(this.#path(id), await seal(plain, this.#place.keys[0]));
  }

  /** @throws SealError when it does not open, or is not that of this stack */
  async read(id: string): Promise<KeptState> {
    const name = this.placeOf(id);
    const sealed = this.#objects.read(this.#path(id));
    const kept = (await json(open(sealed, this.#place.keys, name))) as KeptState;
    if (kept.format !== format)
      throw new SealError(`${name} has the format ${kept.format}; this release reads ${format}.`);
    if (kept.stack !== this.#stack || kept.id !== id)
      throw new SealError(`${name} is that of ${kept.stack} of ${kept.id}, not of ${this.#stack} of ${id}.`);
    return kept;
  }

  /**
   * @param wanted an id, `latest`, or an instant: the last one before it
   * @throws UsageError where there is none
   */
  async find(wanted: string): Promise<KeptState> {
    const ids = await this.list();
    const id = idMeant(ids, wanted);
    if (id) return this.read(id);
    throw new UsageError(
      `There is no state ${wanted} of the stack ${this.#stack} in ${this.#objects.placeOf('')}. Known: ${ids.join(', ')}.`,
    );
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#objects.remove(ids.map((id) => this.#path(id)));
  }

  get #objects() {
    return this.#place.store.objects;
  }

  get #stack() {
    return this.#place.store.stack;
  }

  #path(id: string): string {
    return `${this.#stack}/state/${id}.json.br.age`;
  }
}

/** Whether two say the same; when, where and in which order they were written down is no part of it. */
export const isSameState = (one: StackState, other: StackState): boolean =>
  isDeepStrictEqual(essence(one), essence(other));

function essence({ config, deployment }: StackState): unknown {
  const resources = deployment.deployment.resources ?? [];
  const facts = resources.map(
    ({ urn, id, inputs, outputs, protect }) => [urn, { id, inputs, outputs, protect }] as const,
  );
  return [config, new Map(facts)];
}

/** @throws UsageError when a text is not one; it is not told, as it may hold secrets */
export function parseState(text: string): StackState {
  try {
    const { config, deployment } = JSON.parse(text) as StackState;
    if (typeof config === 'object' && typeof deployment?.deployment === 'object')
      return { config, deployment };
  } catch {
    // The same for whoever sent it.
  }
  throw new UsageError(
    'Standard input holds no state of a stack. It is sent there by: npm run state -- keep <stack>',
  );
}
