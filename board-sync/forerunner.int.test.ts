import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { takeLock } from './coordination/pid-lock.ts';
import { requestQueue } from './coordination/queue.ts';
import { stateFolder } from './coordination/state-folder.ts';
import { installGitHooks } from './hooks/git-hooks.ts';
import { makeCheckout } from './testing/checkout.ts';
import {
  forgetCalls,
  makeWorld,
  repository,
  roadmapOf,
  type World,
  type WorldOptions,
  writesOf,
} from './testing/world.ts';

/**
 * What the forerunner's description says of its board sync, row by row: each test is named after a row and shows the
 * same thing here.
 */
const todo = '- [ ] Draw the chart {#T-3}\n';
const patience = { timeout: 120_000, interval: 50 };
/** Processes in the background take their time on a busy machine. */
const slow = { timeout: 300_000 };

let world: World;
afterAll(() => world.close());

const stateOf = ({ folder }: { folder: string }) => stateFolder(join(folder, '.git', 'board-sync'));
const titles = (): string[] => Object.keys(roadmapOf(world));
const cardCount = (): number => world.project.items.filter(({ isArchived }) => !isArchived).length;

async function freshWorld(options: WorldOptions = {}): Promise<void> {
  await world?.close();
  world = await makeWorld({ todo, ...options });
  world.github.addThing(repository, { title: 'Legend is wrong' });
  await world.run('setup');
  // The services' limits are fresh again: a process in the background has another clock.
  world.clock.pass(3_600_000);
  forgetCalls(world);
}

describe('Subcommand', () => {
  it.each([
    ['all', [], 2, 2],
    ['all', ['all'], 2, 2],
    ['github', ['github'], 0, 2],
    ['notion', ['notion'], 2, 0],
    ['drain', ['drain'], 2, 2],
  ])('%s (called with %j): %i pages, %i cards', async (_name, args, pages, cards) => {
    await freshWorld();
    expect(await world.run(...args)).toMatchObject({ code: 0 });
    expect([titles().length, cardCount()]).toEqual([pages, cards]);
  });

  it('status: last sync time, lock state, queue depth', async () => {
    await freshWorld();
    await world.run('all');
    requestQueue(stateOf(world).queue).add({ at: '2026-03-02T10:00:00Z', reason: 'post-commit' });
    const lock = takeLock(stateOf(world).lock);
    const { stdout } = await world.run('status');
    lock?.release();
    expect(stdout).toMatch(/Last sync +\d+ s ago \(2026-/);
    expect(stdout).toMatch(new RegExp(`Lock +held by process ${process.pid} for`));
    expect(stdout).toMatch(/Queue +1 request\n/);
  });

  it('logs: the end of the log', async () => {
    await freshWorld();
    await world.run('all');
    expect((await world.run('logs')).stdout).toMatch(
      /INFO .* all begins \(manual\)\n.*INFO .* all ends: 4 created/,
    );
  });

  it('queue: the queued requests', async () => {
    await freshWorld();
    for (const at of ['2026-03-02T10:00:00Z', '2026-03-02T10:00:01Z'])
      requestQueue(stateOf(world).queue).add({ at, reason: 'claude-edit' });
    expect((await world.run('queue')).stdout).toMatch(/2 × claude-edit +last 2026-03-02T10:00:01Z/);
    await world.run('drain');
    expect((await world.run('queue')).stdout).toBe('No request waits.\n');
  });
});

describe('Flag', slow, () => {
  it('--force: goes past the 30 s debounce', async () => {
    await freshWorld({ config: { debounce_seconds: 30 } });
    await world.run('all');
    world.clock.pass(29_000);
    // Held by somebody else, so that no process starts in the background for the request that waits.
    const waiter = takeLock(stateOf(world).lock);
    expect((await world.run('all')).stdout).toContain('starts in 1 s in the background');
    waiter?.release();
    expect((await world.run('all', '--force')).stdout).toContain('nothing to do; 2 items');
  });

  it('--bg: runs in the background', async () => {
    await freshWorld();
    expect(await world.run('all', '--bg')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('in the background'),
    });
    await vi.waitFor(() => expect([titles().length, cardCount()]).toEqual([2, 2]), patience);
    await vi.waitFor(
      async () => expect(await world.json('status')).toMatchObject({ lastRun: { ok: true }, lock: null }),
      patience,
    );
  });
});

describe('Coordination', () => {
  it('PID-based lock file prevents concurrent syncs', async () => {
    await freshWorld();
    const lock = takeLock(stateOf(world).lock);
    expect((await world.run('all')).stdout).toContain('Another sync is running');
    lock?.release();
    expect(writesOf(world)).toEqual([]);
    expect((await world.json('queue')).depth).toBe(1);
  });

  it('30-second debounce between syncs (configurable)', async () => {
    await freshWorld({ config: { debounce_seconds: 300 } });
    await world.run('all');
    world.clock.pass(200_000);
    const lock = takeLock(stateOf(world).lock);
    expect(await world.json('all')).toEqual({ outcome: 'queued', why: 'debounce', waitSeconds: 100 });
    lock?.release();
  });

  it('Queue file batches high-frequency edit triggers', async () => {
    await freshWorld();
    const queue = requestQueue(stateOf(world).queue);
    for (let edit = 0; edit < 100; edit++) queue.add({ at: new Date().toISOString(), reason: 'claude-edit' });
    await world.run('drain');
    expect(queue.waiting()).toEqual([]);
    expect((await world.run('logs')).stdout.match(/ begins /g)).toHaveLength(1);
  });
});

describe('Trigger', slow, () => {
  it('Git commit, .git/hooks/post-commit: background sync', async () => {
    await freshWorld();
    const root = fileURLToPath(new URL('..', import.meta.url));
    cpSync(join(root, 'board-sync'), join(world.folder, 'board-sync'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(world.folder, 'node_modules'));
    const { PATH: _path, ...variables } = world.env;
    world.write(
      '.env',
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    installGitHooks(world.folder);
    world.git('add', 'TODO.md');
    world.git('commit', '-q', '-m', 'plan');
    await vi.waitFor(() => expect([titles().length, cardCount()]).toEqual([2, 2]), patience);
    await vi.waitFor(
      async () => expect(await world.json('status')).toMatchObject({ lastRun: { ok: true }, lock: null }),
      patience,
    );
  });

  it.each([
    [
      'Git merge, .git/hooks/post-merge',
      ['merge', '-q', '-m', 'join', 'side'],
      ['drain --detached --hook --reason post-merge'],
    ],
    [
      'Branch switch, .git/hooks/post-checkout',
      ['checkout', '-q', 'side'],
      ['drain --detached --hook --reason post-checkout'],
    ],
  ])('%s: background sync', async (_name, command, calls) => {
    const checkout = makeCheckout();
    checkout.git('checkout', '-q', '-b', 'side');
    checkout.commit('aside');
    checkout.git('checkout', '-q', 'main');
    installGitHooks(checkout.folder);
    checkout.git(...command);
    await vi.waitFor(
      () => expect(checkout.calls().map((call) => call.replace(/^.*cli\.ts /, ''))).toEqual(calls),
      patience,
    );
  });

  const settings = JSON.parse(readFileSync(new URL('hooks/claude-settings.json', import.meta.url), 'utf8'));
  const commandOf = (event: string, tool?: string): string =>
    settings.hooks[event].find(({ matcher = '' }) => !tool || matcher.split('|').includes(tool)).hooks[0]
      .command;
  const claude = (command: string) => {
    const checkout = makeCheckout();
    checkout.shell(command, { CLAUDE_PROJECT_DIR: checkout.folder });
    return { ...checkout, waiting: () => requestQueue(stateOf(checkout).queue).waiting() };
  };

  it.each(['Edit', 'Write', 'MultiEdit'])('Claude edit, PostToolUse %s: queues a sync request', (tool) => {
    const { waiting, calls } = claude(commandOf('PostToolUse', tool));
    expect(waiting()).toEqual([{ at: expect.stringMatching(/Z$/), reason: 'claude-edit' }]);
    expect(calls()).toEqual([]);
  });

  it('Claude task update, PostToolUse TaskUpdate: drains the queue in the background', async () => {
    const { calls } = claude(commandOf('PostToolUse', 'TaskUpdate'));
    await vi.waitFor(
      () =>
        expect(calls()).toEqual([expect.stringMatching(/ drain --detached --hook --reason claude-task$/)]),
      patience,
    );
  });

  it('Session end, Stop: drains the queue in the foreground, forced', () => {
    const { calls } = claude(commandOf('Stop'));
    expect(calls()).toEqual([expect.stringMatching(/ drain --force --hook --reason claude-stop$/)]);
  });
});

describe('Setup after clone', () => {
  it('install-hooks.sh installs the git hooks from templates', async () => {
    await freshWorld();
    expect((await world.run('install-hooks')).stdout.match(/post-\w+ +added\n/g)).toHaveLength(3);
    expect(readFileSync(join(world.folder, '.git', 'hooks', 'post-commit'), 'utf8')).toBe(
      readFileSync(new URL('hooks/post-commit', import.meta.url), 'utf8'),
    );
    expect(readFileSync(new URL('install-hooks.sh', import.meta.url), 'utf8')).toContain(
      'install-hooks "$@"',
    );
    expect((await world.run('uninstall-hooks')).stdout.match(/post-\w+ +removed\n/g)).toHaveLength(3);
  });

  it('project number and owner stand in .notion_sync_config.json under github_project', async () => {
    await freshWorld();
    const other = world.github.addProject('team', 7);
    writeFileSync(
      join(world.folder, '.notion_sync_config.json'),
      JSON.stringify({ github_project: { owner: 'team', number: 7 } }),
    );
    await world.run('setup');
    await world.run('github');
    expect(other.items).toHaveLength(2);
  });
});

describe('Notion property', () => {
  beforeAll(() => freshWorld());

  it.each([
    ['Title', 'title', []],
    ['Status', 'select', ['Not Started', 'Planning', 'In Progress', 'Blocked', 'Review', 'Done']],
    [
      'Phase',
      'select',
      [
        'Phase 1: Backend',
        'Phase 2: Frontend',
        'Phase 3: Data/ML',
        'Phase 4: Infrastructure',
        'Phase 5: Security',
      ],
    ],
    ['Priority', 'select', ['Critical', 'High', 'Medium', 'Low']],
    [
      'Category',
      'select',
      ['Backend', 'Frontend', 'Data/ML', 'Infrastructure', 'Security', 'Testing', 'Documentation'],
    ],
    ['Milestone', 'select', ['MVP', 'Beta', 'v1.0']],
    ['Assignee', 'select', []],
    ['Start Date', 'date', []],
    ['Due Date', 'date', []],
    ['Progress', 'number', []],
    ['Notes', 'rich_text', []],
    ['GitHub Issue', 'url', []],
    ['Related PRs', 'url', []],
  ])('%s: %s %j', (name, type, options) => {
    const all = [...world.database.properties.values()];
    expect(all).toHaveLength(13);
    const property = all.find((each) => each.name === name);
    expect(property?.type).toBe(type);
    if (property?.type === 'select')
      expect(property.select.options.map((option) => option.name)).toEqual(options);
    if (property?.type === 'number') expect(property.number.format).toBe('percent');
  });
});

describe('Sync script', () => {
  it('notion_setup_schema.py, manual, idempotent: setup', async () => {
    await freshWorld();
    expect((await world.run('setup')).stdout).toContain('Nothing to do');
    expect(writesOf(world)).toEqual([]);
  });

  it('notion_sync.py --once, from TODO.md: notion --once', async () => {
    await freshWorld();
    await world.run('notion', '--once');
    expect(titles()).toEqual(['Draw the chart']);
  });

  it('github_notion_sync.py --mode full, from the GitHub API: github --mode full', async () => {
    await freshWorld();
    await world.run('github', '--mode', 'full');
    expect(titles()).toEqual(['Legend is wrong']);
  });

  it('github_notion_sync.py --mode event, from the GitHub webhook: github --mode event', async () => {
    await freshWorld();
    world.github.addThing(repository, { title: 'Axis is wrong' });
    world.write(
      'event.json',
      JSON.stringify({ issue: { number: 2 }, repository: { full_name: repository } }),
    );
    world.env.GITHUB_EVENT_PATH = join(world.folder, 'event.json');
    await world.run('github', '--mode', 'event');
    expect(titles()).toEqual(['Axis is wrong']);
  });
});

describe('API version', () => {
  it('all calls use 2022-06-28; 2025-09-03 is not used', async () => {
    await freshWorld();
    await world.run('all');
    const versions = new Set(world.notion.calls.map(({ headers }) => headers['notion-version']));
    expect([...versions]).toEqual(['2022-06-28']);
    world.env.NOTION_VERSION = '2025-09-03';
    expect((await world.run('all')).code).toBe(1);
  });
});
