import { isDeepStrictEqual } from 'node:util';
import type { Provider } from '@pulumi/pulumi/provider/index.js';
import { hasUnknown, unwrap, wrapSecrets } from './codec.ts';
import type { ResourceKind, Values } from './kind.ts';

/**
 * Makes a provider of a table of resource kinds: takes values out of their envelopes, finds the kind of a URN, and
 * puts secrets back in.
 *
 * @param kinds every resource of the plugin by its type token, e.g. `local:index:Process`
 */
export function makeProvider(version: string, kinds: Readonly<Record<string, ResourceKind>>): Provider {
  const kindOf = (urn: string): ResourceKind => {
    const type = urn.split('::').at(-2)?.split('$').at(-1) ?? '';
    const kind = kinds[type];
    if (kind) return kind;
    throw new Error(`There is no resource ${type} here. There are: ${Object.keys(kinds).join(', ')}`);
  };
  return {
    version,
    check: async (urn, _olds, news) => ({ inputs: news, failures: kindOf(urn).check(known(news)) }),
    diff: async (id, urn, olds, news) => {
      const kind = kindOf(urn);
      const [before, after] = [unwrap(olds) as Values, unwrap(news) as Values];
      if (kind.diff) return kind.diff(id, before, after);
      const changed = changedNames(before, after).filter((name) => !kind.ignored?.includes(name));
      return { changes: changed.length > 0 || ((await kind.drifted?.(id, before)) ?? false) };
    },
    create: async (urn, inputs) => {
      const kind = kindOf(urn);
      const { id, outputs } = await kind.create(unwrap(inputs) as Values);
      return { id, outs: wrapSecrets(outputs, kind.secrets) };
    },
    update: async (id, urn, olds, news) => {
      const kind = kindOf(urn);
      const outputs = await kind.update(id, unwrap(news) as Values, unwrap(olds) as Values);
      return { outs: wrapSecrets(outputs, kind.secrets) };
    },
    read: async (id, urn, props) => {
      const kind = kindOf(urn);
      const outputs = await kind.read(id, unwrap(props) as Values);
      return outputs ? { id, props: wrapSecrets(outputs, kind.secrets) } : {};
    },
    delete: async (id, urn, props) => kindOf(urn).delete(id, unwrap(props) as Values),
  };
}

/** Names of the inputs whose value is not what it was; one that was left out and one that is null are the same. */
export function changedNames(before: Values, after: Values): string[] {
  return Object.keys(after).filter((name) => !isDeepStrictEqual(before[name] ?? null, after[name] ?? null));
}

function known(news: unknown): Values {
  const inputs = unwrap(news) as Values;
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value)));
}
