import { describe, expect, it, vi } from 'vitest';
import { onePassword } from './one-password.ts';

const env = { OP_SERVICE_ACCOUNT_TOKEN: 'ops_token' };

describe('onePassword', () => {
  it('reads references with one client', async () => {
    const open = vi.fn(async () => ({ secrets: { resolve: async (text: string) => `value of ${text}` } }));
    const read = onePassword(env, open);
    expect(await Promise.all([read('op://a/b/c'), read('op://a/b/d')])).toEqual([
      'value of op://a/b/c',
      'value of op://a/b/d',
    ]);
    expect(open.mock.calls).toEqual([['ops_token']]);
  });

  it('asks for the token where there is none', async () => {
    await expect(onePassword({})('op://a/b/c')).rejects.toThrow(/op:\/\/a\/b\/c.*OP_SERVICE_ACCOUNT_TOKEN/);
  });

  it('says what the SDK refuses, without the token', async () => {
    const refused = onePassword(env)('op://a/b/c');
    await expect(refused).rejects.toThrow(/op:\/\/a\/b\/c cannot be read.*service account token/);
    await expect(refused).rejects.not.toThrow(/ops_token/);
    const open = async () => Promise.reject(new Error('ops_token may not'));
    await expect(onePassword(env, open)('op://a/b/c')).rejects.toThrow(/1Password: … may not\n/);
  });
});
