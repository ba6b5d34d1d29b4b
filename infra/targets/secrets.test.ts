import * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { type SecretOf, secretMaker } from './secrets.ts';

/** What the resources of the secrets are made with, and what a use of them gives. */
async function stackWith<T>(config: Record<string, string>, use: (secretOf: SecretOf) => pulumi.Output<T>) {
  const made: Record<string, unknown>[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      made.push(inputs);
      return { id: name, state: { ...inputs, value: inputs.given?.value ?? 'new', previous: 'old' } };
    },
    call: () => ({}),
  });
  pulumi.runtime.setAllConfig(config);
  const read = async (reference: string) => `read from ${reference}`;
  const output = use(secretMaker({}, read));
  const value = await new Promise<T>((resolve) => output.apply(resolve));
  await pulumi.runtime.disconnect();
  pulumi.runtime.setAllConfig({});
  return { made, value };
}

describe('the secrets of a stack', () => {
  it('are made once, of the length that the catalogue says', async () => {
    const { made } = await stackWith({}, (secretOf) =>
      pulumi.all([secretOf('internal-api-key'), secretOf('internal-api-key')]),
    );
    expect(made).toEqual([{ length: 43 }]);
  });

  it('are taken from the configuration, as they are or from 1Password', async () => {
    const key = (secretOf: SecretOf) => secretOf('internal-api-key');
    const plain = await stackWith({ 'secrets:internal-api-key': 'a text of its own' }, key);
    expect(plain.value).toBe('a text of its own');
    // An input in the open would be the text itself.
    expect(plain.made).toMatchObject([{ given: { value: 'a text of its own' } }]);
    const reference = await stackWith({ 'secrets:internal-api-key': 'op://vault/api/key' }, key);
    expect(reference.made).toMatchObject([{ given: { value: 'read from op://vault/api/key' } }]);
  });

  it('accept the value before while they are rotated, and only then', async () => {
    const accepted = (secretOf: SecretOf) => secretOf('internal-api-key', 'accepted');
    const rotating = { 'rotation:internal-api-key': '2', 'rotation:overlap': 'internal-api-key' };
    const { made, value } = await stackWith(rotating, accepted);
    expect(made).toMatchObject([{ generation: 2 }]);
    expect(value).toBe('new,old');
    expect((await stackWith(rotating, (secretOf) => secretOf('internal-api-key'))).value).toBe('new');
    expect((await stackWith({ 'rotation:internal-api-key': '2' }, accepted)).value).toBe('new');
    expect((await stackWith({ 'rotation:overlap': 'redis-password' }, accepted)).value).toBe('new');
  });
});
