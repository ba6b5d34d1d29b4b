import { isDeepStrictEqual } from 'node:util';
import type { Provider } from '@pulumi/pulumi/provider/index.js';
import { hasUnknown, unwrap, wrapSecrets } from './codec.ts';
import { LocalError } from './errors.ts';
import { job } from './resources/job.ts';
import type { ResourceKind, Values } from './resources/kind.ts';
import { postgres } from './resources/postgres.ts';
import { process as processKind } from './resources/process.ts';
import { secret } from './resources/secret.ts';

/** Every resource of the plugin by its type token. A new kind is a file and a line here. */
const kinds: Readonly<Record<string, ResourceKind>> = {
  'local:index:Job': job,
  'local:index:Postgres': postgres,
  'local:index:Process': processKind,
  'local:index:Secret': secret,
};

/**
 * The provider plugin `local`: makes the parts of the product on this machine.
 *
 * `diff` compares the inputs and looks at the machine, so that a plain `pulumi up` repairs what died or was changed
 * since, for instance after a reboot, without a refresh before it.
 */
export const provider: Provider = {
  version: '0.1.0',
  check: async (urn, _olds, news) => ({ inputs: news, failures: kindOf(urn).check(known(news)) }),
  diff: async (id, urn, olds, news) => {
    const kind = kindOf(urn);
    const [before, after] = [unwrap(olds) as Values, unwrap(news) as Values];
    const changed = Object.keys(after).filter(
      (name) => !kind.ignored?.includes(name) && !same(before[name], after[name]),
    );
    return { changes: changed.length > 0 || (await kind.drifted(id, before)) };
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

/** A value that was left out and one that is null are the same to a spec. */
function same(before: unknown, after: unknown): boolean {
  return isDeepStrictEqual(before ?? null, after ?? null);
}

function known(news: unknown): Values {
  const inputs = unwrap(news) as Values;
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value)));
}

function kindOf(urn: string): ResourceKind {
  const type = urn.split('::').at(-2)?.split('$').at(-1) ?? '';
  const kind = kinds[type];
  if (!kind)
    throw new LocalError(
      `The plugin local has no resource ${type}. It has: ${Object.keys(kinds).join(', ')}`,
    );
  return kind;
}
