import { PartlyDone, type ResourceKind, type Values } from '../plugins/protocol/kind.ts';

/** A resource of a program: `inputs` may read what resources before it have put out, and their `id`. */
export interface Declared {
  name: string;
  type: string;
  inputs: Values | ((of: (name: string) => Values) => Values);
}

export interface Kept {
  type: string;
  id: string;
  outputs: Values;
  /** What was partly done the last time is updated the next time, also when no input changed. */
  partly?: boolean;
}

/** How many resources a run touched. */
export interface Touched {
  create: number;
  update: number;
  replace: number;
  delete: number;
  same: number;
}

/**
 * What Pulumi's engine does with a provider, as far as the tests of plugins need it and without its processes: check,
 * diff, then create, update or replace, and delete what the program no longer has. What was done stays in the state
 * when a run fails.
 */
export class SmallEngine {
  readonly state = new Map<string, Kept>();

  /** @param kinds given anew in each run, as a plugin is a new process each time */
  async up(kinds: Readonly<Record<string, ResourceKind>>, program: readonly Declared[]): Promise<Touched> {
    const touched = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
    const replaced: Kept[] = [];
    for (const declared of program) {
      const op = await this.bringAbout(kindOf(kinds, declared.type), declared, replaced);
      touched[op] += 1;
    }
    for (const { type, id, outputs } of replaced) await kindOf(kinds, type).delete(id, outputs);
    const wanted = new Set(program.map(({ name }) => name));
    for (const [name, { type, id, outputs }] of [...this.state].reverse()) {
      if (wanted.has(name)) continue;
      await kindOf(kinds, type).delete(id, outputs);
      this.state.delete(name);
      touched.delete += 1;
    }
    return touched;
  }

  async refresh(kinds: Readonly<Record<string, ResourceKind>>): Promise<void> {
    for (const [name, kept] of this.state) {
      const outputs = await kindOf(kinds, kept.type).read(kept.id, kept.outputs);
      if (outputs) this.state.set(name, { type: kept.type, id: kept.id, outputs });
      else this.state.delete(name);
    }
  }

  private async bringAbout(
    kind: ResourceKind,
    declared: Declared,
    replaced: Kept[],
  ): Promise<'create' | 'update' | 'replace' | 'same'> {
    const { name, type } = declared;
    const inputs =
      typeof declared.inputs === 'function'
        ? declared.inputs((other) => ({ ...this.state.get(other)?.outputs, id: this.state.get(other)?.id }))
        : declared.inputs;
    const [failure] = kind.check(inputs, new Set());
    if (failure) throw new Error(`${name}: ${failure.reason}`);
    const kept = this.state.get(name);
    const diff = kept && (await kind.diff?.(kept.id, kept.outputs, inputs));
    if (kept && !diff?.changes && !kept.partly) return 'same';
    if (kept && !diff?.replaces?.length) {
      const outputs = await this.keepingPart(name, type, () => kind.update(kept.id, inputs, kept.outputs));
      this.state.set(name, { type, id: kept.id, outputs });
      return 'update';
    }
    if (kept && diff?.deleteBeforeReplace) {
      await kind.delete(kept.id, kept.outputs);
      this.state.delete(name);
    }
    const made = await this.keepingPart(name, type, () => kind.create(inputs));
    this.state.set(name, { type, ...made });
    if (!kept) return 'create';
    if (!diff?.deleteBeforeReplace) replaced.push(kept);
    return 'replace';
  }

  /** What is partly done stays in the state. */
  private async keepingPart<T>(name: string, type: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof PartlyDone) {
        this.state.set(name, { type, id: error.id, outputs: error.outputs, partly: true });
      }
      throw error;
    }
  }
}

function kindOf(kinds: Readonly<Record<string, ResourceKind>>, type: string): ResourceKind {
  const kind = kinds[type];
  if (!kind) throw new Error(`no kind ${type}`);
  return kind;
}
