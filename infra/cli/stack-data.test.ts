import { describe, expect, it } from 'vitest';
import type { Stack } from './stack.ts';
import { dataOf } from './stack-data.ts';

const stackOf = (name: string): Stack => ({ name, getAllConfig: async () => ({}) }) as unknown as Stack;

describe('the data of a stack at vendors', () => {
  it('is said to be there, not on this machine', async () => {
    expect(await (await dataOf(stackOf('production'))).kept()).toMatch('kept at Neon and Render');
  });

  it('is not purged by a flag, and the message says how to consent', async () => {
    const data = await dataOf(stackOf('staging'));
    await expect(data.release()).rejects.toThrow(/database:allowDataLoss true.*then npm run down without/s);
  });
});
