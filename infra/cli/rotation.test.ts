import { describe, expect, it, vi } from 'vitest';
import { rotate } from './rotation.ts';
import type { Stack } from './stack.ts';

vi.mock('./stack.ts', () => ({
  setSecret: (stack: Stack, key: string, value: string) => stack.setConfig(key, { value, secret: true }),
}));

type Config = Record<string, { value: string; secret?: boolean }>;

/** A stack that is its configuration, and the configuration of each `up` of a rotation. */
function stackWith(name: string, config: Config = {}) {
  const stack = {
    name,
    getAllConfig: async () => ({ ...config }),
    setConfig: async (key: string, value: Config[string]) => void Object.assign(config, { [key]: value }),
    removeConfig: async (key: string) => void delete config[key],
  } as unknown as Stack;
  const ups: Record<string, string>[] = [];
  const up = (changed: number) => async () => {
    ups.push(Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value])));
    return changed;
  };
  return { stack, ups, up };
}

describe('rotate', () => {
  it('makes another random secret, with both accepted in the first up only', async () => {
    const { stack, ups, up } = stackWith('production', { 'rotation:internal-api-key': { value: '4' } });
    await rotate(stack, 'internal-api-key', up(2));
    expect(ups).toEqual([
      { 'rotation:internal-api-key': '5', 'rotation:overlap': 'internal-api-key' },
      { 'rotation:internal-api-key': '5' },
    ]);
  });

  it('puts another text, encrypted, in the place of one in the configuration', async () => {
    const config: Config = { 'secrets:internal-api-key': { value: 'before', secret: true } };
    const { stack, ups, up } = stackWith('production', config);
    await rotate(stack, 'internal-api-key', up(1));
    expect(config['secrets:internal-api-key']).toEqual({
      value: expect.stringMatching(/^[\w-]{43}$/),
      secret: true,
    });
    expect(ups).toHaveLength(2);
  });

  it('says so when 1Password still has the old value, and leaves no overlap', async () => {
    const config: Config = { 'secrets:internal-api-key': { value: 'op://vault/api/key' } };
    const { stack, ups, up } = stackWith('production', config);
    await expect(rotate(stack, 'internal-api-key', up(0))).rejects.toThrow(
      /change it at 1Password \(op:\/\/vault/,
    );
    expect(ups).toHaveLength(1);
    expect(Object.keys(config)).toEqual(['secrets:internal-api-key']);
  });

  it('finishes one that was interrupted instead of making yet another secret', async () => {
    const { stack, ups, up } = stackWith('production', {
      'rotation:internal-api-key': { value: '2' },
      'rotation:overlap': { value: 'internal-api-key' },
    });
    await rotate(stack, 'internal-api-key', up(0));
    expect(ups.map((config) => config['rotation:internal-api-key'])).toEqual(['2', '2']);
    expect(ups[1]).not.toHaveProperty('rotation:overlap');
  });

  it.each([
    [
      'a secret that is none',
      'production',
      'colour',
      /colour is not a secret.*internal-api-key, .*database-password/,
    ],
    ['a password where there is no Neon', 'local', 'database-password', /local has no database at Neon/],
  ])('refuses %s', async (_what, name, secret, message) => {
    const { stack, ups, up } = stackWith(name);
    await expect(rotate(stack, secret, up(1))).rejects.toThrow(message);
    expect(ups).toEqual([]);
  });
});
