import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Account, openAccount } from './testing/account.ts';
import { stackProgram } from './testing/program.ts';

type Program = ReturnType<typeof stackProgram>;

const plain = { registryCredentialId: undefined };
/** A service with what it needs. */
const few = (api: object = {}): Program =>
  stackProgram({ api: { ...plain, ...api } }).filter(({ name }) =>
    ['project', 'environment', 'cache', 'group', 'api'].includes(name),
  );

describe('what Render says no to', { timeout: 120_000 }, () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
  });
  afterEach(async () => {
    expect(account.render.violations).toEqual([]);
    await account.render.stop();
  });

  const failure = async (program = few(), options: Parameters<Account['up']>[1] = {}): Promise<string> => {
    try {
      await account.up(program, options);
    } catch (error) {
      return (error as Error).message;
    }
    return expect.fail('it should have failed');
  };
  /** Every id in the state is there at Render, and nothing is there that the state does not know. */
  const expectTrueState = (): void => {
    const { projects, environments, keyValues, groups, services } = account.render.state;
    const there = [projects, environments, keyValues, groups, services].flatMap((all) => [...all.keys()]);
    expect([...account.engine.state.values()].map(({ id }) => id).sort()).toEqual(there.sort());
  };

  it.each<[what: string, given: () => unknown, said: RegExp, mended: () => unknown, program?: Program]>([
    [
      'a workspace that can not pay',
      () => (account.render.state.hasCard = false),
      /^POST \/services was refused \(402\): .*\. Add a payment method to the workspace/,
      () => (account.render.state.hasCard = true),
    ],
    [
      'a plan that a region does not offer',
      () => account.render.state.notOffered.add('0.5c-512mb in oregon'),
      /^POST \/services was refused \(400\): .*0\.5c-512mb .* oregon\. Change the input it names\./,
      () => account.render.state.notOffered.clear(),
    ],
    [
      'a storm of 429',
      () => account.render.faults.add({ kind: '429', method: 'POST', path: /^\/services$/, times: 12 }),
      /^POST \/services was turned away 12 times: the rate limit is used up \(429\)\. Another program may be using/,
      () => {},
    ],
    [
      'a vendor that is down',
      () => account.render.faults.add({ kind: '500', method: 'GET', path: /^\/key-value$/, times: 7 }),
      /^GET \/key-value got no answer: Render answered 500\.$/,
      () => {},
    ],
    [
      'a deploy that never goes live',
      // The first deploy is stopped in any case: it has not seen the group.
      () => account.render.state.outcomes.push('live', 'hang'),
      /^The deploy dep-\w+ of api did not go live within 60 s; it was \w+ at last\./,
      () => {},
      few({ deployTimeoutSeconds: 60 }),
    ],
  ])(
    '%s: one sentence, a state that is true, and a next run that gets through',
    async (_, given, said, mended, program) => {
      given();
      expect(await failure(program)).toMatch(said);
      expectTrueState();
      mended();
      await account.up(program ?? few());
      expectTrueState();
      expect(account.render.state.services.size).toBe(1);
      expect(await account.up(program ?? few())).toMatchObject({ same: 5 });
    },
  );

  it('a key that is wrong, or not there, names the variable', async () => {
    expect(await failure(few(), { key: 'rnd_wrong' })).toMatch(
      /^Render refuses the key in RENDER_API_KEY \(401\): make one/,
    );
    expect(await failure(few(), { key: '' })).toMatch(/^RENDER_API_KEY is not set: make a key/);
    expect(account.engine.state.size).toBe(0);
  });

  it('a name that another thing has is not taken over', async () => {
    await account.up(few());
    account.engine.state.delete('api');
    account.writes();
    expect(await failure(few({ image: 'ghcr.io/example/other:1' }))).toMatch(
      /^There is a service api \(srv-\w+\) already, with another image\. Choose another name, .*`pulumi import`\.$/,
    );
    expect(account.writes()).toEqual([]);
  });
});
