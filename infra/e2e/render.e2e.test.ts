import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RenderEmulator, startRenderEmulator } from '../emulators/render/index.ts';
import * as render from '../plugins/render/sdk.ts';
import { openPluginStack, type PluginStack } from './plugin-stack.ts';

/** The plugin `render` under the real CLI, on an emulated account; the tests build on each other. */
describe('the plugin render', () => {
  let account: RenderEmulator;
  let test: PluginStack;
  let image = 'example/api:1';

  beforeAll(async () => {
    account = await startRenderEmulator();
    test = await openPluginStack(
      'render',
      { RENDER_API_KEY: account.key, RENDER_API_URL: account.url },
      program,
    );
  });
  afterAll(async () => {
    expect(account.violations).toEqual([]);
    await account.stop();
    test.remove();
  });

  async function program() {
    const project = new render.Project('project', { name: 'power', firstEnvironment: 'production' });
    const environment = new render.Environment('environment', { name: 'production', projectId: project.id });
    const place = { environmentId: environment.id };
    const cache = new render.KeyValue(
      'cache',
      { ...place, name: 'cache', plan: 'free' },
      { retainOnDelete: true },
    );
    const group = new render.EnvGroup('shared', { ...place, name: 'shared', env: { TOKEN: 'token-of-all' } });
    const api = new render.WebService('api', {
      ...{ ...place, name: 'api', runtime: 'image', image, plan: 'starter', rollbackOnFailure: true },
      env: { REDIS_URL: cache.externalConnectionString, API_KEY: 'key-of-the-api' },
      ...{ envGroupIds: [group.id], triggers: { shared: group.revision } },
    });
    return { url: api.url, redis: cache.externalConnectionString };
  }

  const api = () => [...account.state.services.values()].find(({ service }) => service.name === 'api');
  const redisPassword = () => `password-of-${[...account.state.keyValues.keys()][0]}`;
  const expectNoSecretIn = (text: string): void => {
    for (const secret of ['token-of-all', 'key-of-the-api', redisPassword(), account.key])
      expect(text).not.toContain(secret);
  };

  it('previews without a request', async () => {
    const preview = await test.stack.preview();
    expect(preview.changeSummary).toMatchObject({ create: 6 });
    expect(account.requests).toEqual([]);
  });

  it('makes a service that is live, with no secret in state or log', async () => {
    const { outputs, stdout, stderr, summary } = await test.stack.up();
    expect(summary.resourceChanges).toMatchObject({ create: 6 });
    expect(stdout + stderr).toMatch(/api: deploy dep-\S+ is live/);
    expect(outputs.url?.value).toBe(api()?.service.serviceDetails.url);
    expect(outputs.redis).toMatchObject({ secret: true });
    expect(api()?.deploys.at(-1)?.saw.env).toMatchObject({
      TOKEN: 'token-of-all',
      API_KEY: 'key-of-the-api',
    });
    expect(test.stateText()).toContain('render:index:WebService');
    expectNoSecretIn(test.stateText() + stdout + stderr);
  });

  it('changes nothing the second time, and shows nothing in a refresh', async () => {
    account.requests.length = 0;
    expect((await test.stack.up()).summary.resourceChanges).toEqual({ same: 6 });
    expect(account.requests).toEqual([]);
    expect((await test.stack.refresh()).summary.resourceChanges).toEqual({ same: 6 });
    expect((await test.stack.up()).summary.resourceChanges).toEqual({ same: 6 });
    expect(account.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('tells why a deploy failed, rolls back, and is brought to its end by the next run', async () => {
    image = 'example/api:2';
    account.state.outcomes.push('update_failed');
    account.state.log.push('Error: connect ECONNREFUSED', 'with key-of-the-api');
    const failure = await test.stack.up().then(
      () => 'it did not fail',
      (error: Error) => error.message,
    );
    expect(failure).toMatch(/The deploy dep-\S+ of api did not go live: update_failed/);
    expect(failure).toContain('Error: connect ECONNREFUSED');
    expect(failure).toMatch(/Rolled back to the last live deploy dep-/);
    expectNoSecretIn(failure + test.stateText());
    expect((await test.stack.up()).summary.resourceChanges).toMatchObject({ update: 1, same: 5 });
    expect(api()?.deploys.at(-1)).toMatchObject({
      status: 'live',
      saw: { imagePath: expect.stringContaining(':2') },
    });
  });

  it('keeps the Key Value and what it is in when it is taken down, and has it back', async () => {
    await test.stack.destroy();
    const { services, keyValues, projects } = account.state;
    expect([services.size, keyValues.size, projects.size]).toEqual([0, 1, 1]);
    expect((await test.stack.up()).summary.resourceChanges).toMatchObject({ create: 6 });
    expect([services.size, keyValues.size, projects.size]).toEqual([1, 1, 1]);
  });
});
