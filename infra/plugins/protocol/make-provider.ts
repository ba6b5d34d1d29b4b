import { isDeepStrictEqual } from 'node:util';
import type { Provider } from '@pulumi/pulumi/provider/index.js';
import { hasUnknown, unwrap, wrapSecrets } from './codec.ts';
import { PartlyDone, type ResourceKind, type Values } from './kind.ts';

/**
 * Makes a provider of a table of resource kinds: takes values out of their envelopes, finds the kind of a URN, and
 * puts secrets back in.
 *
 * @param kinds every resource of the plugin by its type token, e.g. `local:index:Process`
 * @param cancel stops what is under way, called on Ctrl-C
 */
export function makeProvider(
  version: string,
  kinds: Readonly<Record<string, ResourceKind>>,
  cancel: () => void = () => {},
): Provider {
  const kindOf = (urn: string): ResourceKind => {
    const type = urn.split('::').at(-2)?.split('$').at(-1) ?? '';
    const kind = kinds[type];
    if (kind) return kind;
    throw new Error(`There is no resource ${type} here. There are: ${Object.keys(kinds).join(', ')}`);
  };
  return {
    version,
    check: async (urn, _olds, news) => {
      const kind = kindOf(urn);
      const { values, pending } = known(news);
      return { inputs: wrapSecrets(news, kind.secrets), failures: kind.check(values, pending) };
    },
    diff: async (id, urn, olds, news) => {
      const kind = kindOf(urn);
      const [before, after] = [unwrap(olds) as Values, unwrap(news) as Values];
      if (kind.diff) return kind.diff(id, before, after);
      const changed = changedNames(before, after).filter((name) => !kind.ignored?.includes(name));
      return { changes: changed.length > 0 || ((await kind.drifted?.(id, before)) ?? false) };
    },
    create: async (urn, inputs) => {
      const kind = kindOf(urn);
      const { id, outputs } = await envelopingFailures(kind, () => kind.create(unwrap(inputs) as Values));
      return { id, outs: wrapSecrets(outputs, kind.secrets) };
    },
    update: async (id, urn, olds, news) => {
      const kind = kindOf(urn);
      const [before, after] = [unwrap(olds) as Values, unwrap(news) as Values];
      const outputs = await envelopingFailures(kind, () => kind.update(id, after, before));
      return { outs: wrapSecrets(outputs, kind.secrets) };
    },
    read: async (id, urn, props) => {
      const kind = kindOf(urn);
      const outputs = await kind.read(id, unwrap(props) as Values);
      if (!outputs) return {};
      const inputs = kind.inputsOf?.(outputs);
      return {
        id,
        props: wrapSecrets(outputs, kind.secrets),
        ...(inputs ? { inputs: wrapSecrets(inputs, kind.secrets) } : {}),
      };
    },
    delete: async (id, urn, props) => kindOf(urn).delete(id, unwrap(props) as Values),
    cancel: async () => cancel(),
  };
}

/** Names of the inputs whose value is not what it was; one that was left out and one that is null are the same. */
export function changedNames(before: Values, after: Values): string[] {
  return Object.keys(after).filter((name) => !isDeepStrictEqual(before[name] ?? null, after[name] ?? null));
}

function known(news: unknown): { values: Values; pending: ReadonlySet<string> } {
  const inputs = Object.entries(unwrap(news) as Values);
  return {
    values: Object.fromEntries(inputs.filter(([, value]) => !hasUnknown(value))),
    pending: new Set(inputs.filter(([, value]) => hasUnknown(value)).map(([name]) => name)),
  };
}

/** Gives a {@link PartlyDone} the form in which the engine keeps it: `id`, `properties` and `reasons` on the error. */
async function envelopingFailures<T>(kind: ResourceKind, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof PartlyDone)) throw error;
    const properties = wrapSecrets(error.outputs, kind.secrets);
    throw Object.assign(error, { properties, reasons: [error.message] });
  }
}
