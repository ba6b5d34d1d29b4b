import { describe, expect, it } from 'vitest';
import { PartlyDone, type ResourceKind } from './kind.ts';
import { makeProvider } from './make-provider.ts';

const urn = 'urn:pulumi:s::p::test:index:Thing::it';
const signature = '4dabf18193072939515e22adb298388d';
const secretEnvelope = (value: unknown) => ({ [signature]: '1b47061264138c4ac30d75fd1eb44270', value });
const unknownValue = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

const thing: ResourceKind = {
  secrets: ['password'],
  check: (inputs, pending) => [
    { property: 'seen', reason: `${Object.keys(inputs)} known, ${[...pending]} not` },
  ],
  create: async () => {
    throw new PartlyDone('Its deploy failed.', 'thing-1', { name: 'a', password: 'p' });
  },
  update: async (_id, inputs) => inputs,
  read: async (id) => (id === 'gone' ? null : { name: 'live', password: 'p', url: 'u' }),
  inputsOf: ({ url: _url, ...inputs }) => inputs,
  delete: async () => {},
};

const provider = makeProvider('1.0.0', { 'test:index:Thing': thing });

describe('makeProvider', () => {
  it('tells check what is known and what is not, and keeps secret inputs secret', async () => {
    const checked = await provider.check?.(urn, {}, { name: 'a', size: unknownValue, password: 'p' });
    expect(checked?.failures?.[0]?.reason).toBe('name,password known, size not');
    expect(checked?.inputs).toEqual({ name: 'a', size: unknownValue, password: secretEnvelope('p') });
  });

  it('puts no second envelope around a secret', async () => {
    const checked = await provider.check?.(urn, {}, { name: 'a', password: secretEnvelope('p') });
    expect(checked?.inputs?.password).toEqual(secretEnvelope('p'));
  });

  it('gives the engine what is there of a thing that is partly done', async () => {
    await expect(provider.create?.(urn, {})).rejects.toMatchObject({
      id: 'thing-1',
      properties: { name: 'a', password: secretEnvelope('p') },
      reasons: ['Its deploy failed.'],
    });
  });

  it('leaves out what has no value, which the protocol cannot carry', async () => {
    const updated = await provider.update?.(
      'thing-1',
      urn,
      {},
      { name: 'a', url: undefined, password: undefined },
    );
    expect(Object.keys(updated?.outs ?? {})).toEqual(['name']);
  });

  it('reads the inputs along with the outputs, for an import', async () => {
    const read = await provider.read?.('thing-1', urn, {});
    expect(read?.inputs).toEqual({ name: 'live', password: secretEnvelope('p') });
    expect(read?.props).toEqual({ name: 'live', password: secretEnvelope('p'), url: 'u' });
    expect(await provider.read?.('gone', urn, {})).toEqual({});
  });
});
