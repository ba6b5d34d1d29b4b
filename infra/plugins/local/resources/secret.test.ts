import { describe, expect, it } from 'vitest';
import type { Values } from '../../protocol/kind.ts';
import { secret } from './secret.ts';

const make = async (inputs: Values): Promise<Values> => (await secret.create(inputs)).outputs;
const changes = async (outputs: Values, inputs: Values) =>
  (await secret.diff?.('id', outputs, inputs))?.changes;

describe('a secret', () => {
  it('is random, of the length that is asked for, and stays', async () => {
    const [one, other] = [await make({ length: 43 }), await make({ length: 43 })];
    expect(one.value).toMatch(/^[\w-]{43}$/);
    expect(one.value).not.toBe(other.value);
    expect(await changes(one, { length: 50 })).toBe(false);
  });

  it('has another text with a higher generation, and keeps the one before', async () => {
    const first = await make({ length: 43 });
    const inputs = { length: 43, generation: 2 };
    expect(await changes(first, inputs)).toBe(true);
    const second = await secret.update('id', inputs, first);
    expect(second).toMatchObject({ previous: first.value, value: expect.stringMatching(/^[\w-]{43}$/) });
    expect(second.value).not.toBe(first.value);
    expect(await changes(second, inputs)).toBe(false);
    expect(await changes(second, { length: 43 })).toBe(false);
  });

  it('is the one that is given, and a random one again when none is', async () => {
    const given = await make({ given: 'from the vault' });
    expect(given.value).toBe('from the vault');
    const rotated = await secret.update('id', { given: 'another one' }, given);
    expect(rotated).toMatchObject({ value: 'another one', previous: 'from the vault' });
    expect(await changes(rotated, {})).toBe(true);
    const own = await secret.update('id', {}, rotated);
    expect(own).toMatchObject({ value: expect.stringMatching(/^[\w-]{32}$/), previous: 'another one' });
  });

  it('refuses a text that is empty and lengths out of range', () => {
    const refused = secret.check({ given: '', length: 8, generation: 0 }, new Set());
    expect(refused.map(({ property }) => property)).toEqual(['given', 'length', 'generation']);
  });
});
