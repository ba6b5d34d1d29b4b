import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeWorld, type World, writesOf } from './testing/world.ts';

let world: World;
afterEach(() => world.close());

const log = (): string => readFileSync(join(world.folder, '.git', 'board-sync', 'board-sync.log'), 'utf8');
const config = (text: string) => () => world.write('.notion_sync_config.json', text);
const variable = (name: string, value?: string) => () => {
  world.env[name] = value;
};

/** What is wrong, and what the message says: the thing, then the next step. */
const failures: [string, () => unknown, RegExp][] = [
  [
    'no config',
    () => rmSync(join(world.folder, '.notion_sync_config.json')),
    /There is no .*config\.json\. Write it, for example/,
  ],
  ['a config that is no JSON', config('{"database_id": '), /config\.json is no JSON .*Mend the file/],
  [
    'a config with an unknown setting',
    config('{"databse_id": "x"}'),
    /config\.json: .*See docs\/operations\/board-sync\.md/,
  ],
  ['a project without number', config('{"github_project": {"owner": "acme"}}'), /github_project .*number/],
  ['no Notion token', variable('NOTION_TOKEN'), /NOTION_TOKEN is not set\. Make an integration/],
  ['no GitHub token', variable('GITHUB_TOKEN'), /GITHUB_TOKEN is not set\. Make a token .*repo and project/],
  ['a wrong Notion token', variable('NOTION_TOKEN', 'no'), /does not accept NOTION_TOKEN\. Copy the secret/],
  ['a wrong GitHub token', variable('GITHUB_TOKEN', 'no'), /does not accept GITHUB_TOKEN\. Make a new one/],
  [
    'a database that is not shared',
    () => world.notion.state.databases.clear(),
    /does not show the database .* add the integration/,
  ],
  [
    'another version of Notion forced',
    variable('NOTION_VERSION', '2025-09-03'),
    /NOTION_VERSION is 2025-09-03, .*2022-06-28 only.*Remove NOTION_VERSION/,
  ],
  [
    'a project that is not there',
    () => world.github.state.projects.pop(),
    /no project number 4 of acme .*Mend github_project/,
  ],
  [
    'an owner that is not there',
    () => Object.assign(world.project, { owner: 'other' }),
    /no project number 4 of acme/,
  ],
  [
    'a repository that is not there',
    () => world.github.state.repositories.clear(),
    /no repository acme\/optimizer .*Mend repository/,
  ],
  [
    'a database without the properties',
    () => world.database.properties.delete('title'),
    /lacks Title \(title\).*Run: npm run board-sync -- setup/,
  ],
  [
    'merge conflicts in TODO.md',
    () => world.write('TODO.md', '<<<<<<< ours\n- [ ] a\n>>>>>>> theirs\n'),
    /TODO\.md has merge conflicts; solve them/,
  ],
];

describe('a mistake is one sentence with the next step', () => {
  it.each(failures)('%s', async (_what, spoil, message) => {
    world = await makeWorld({ todo: '- [ ] One {#T-1}\n' });
    await world.run('setup');
    spoil();
    const ran = await world.run('all');
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    const told = ran.stderr
      .trimEnd()
      .split('\n')
      .filter((line) => !/^ {2}\S.* \d+ items$/.test(line));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(message);
    expect(log()).toMatch(new RegExp(`ERROR .*${message.source}`));
  });

  it('in a hook it is silent and fails nothing, with --json it is a document', async () => {
    world = await makeWorld({ config: { debounce_seconds: 'soon' } });
    expect(await world.run('drain', '--hook')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(log()).toMatch(/ERROR .*debounce_seconds/);
    const document = await world.json('all');
    expect(document).toMatchObject({ outcome: 'failed', error: { code: 'config-invalid' } });
  });

  it('a proxy that makes Notion answer as version 2025-09-03', async () => {
    world = await makeWorld({ todo: '- [ ] One {#T-1}\n', notion: { forcedVersion: '2025-09-03' } });
    const ran = await world.run('notion', '--once');
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(
      /without properties, as its API version 2025-09-03 does.*remove NOTION_VERSION or a proxy/,
    );
  });

  it('a wrong call', async () => {
    world = await makeWorld();
    for (const args of [
      ['sync'],
      ['github', '--mode', 'half'],
      ['plan', 'everything'],
      ['logs', '-n', '0'],
    ]) {
      const ran = await world.run(...args);
      expect(ran, args.join(' ')).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).not.toBe('');
    }
    expect((await world.run('sync')).stderr).toMatch(/^There is no command sync\. There are: all, github/);
  });
});

describe('the help', () => {
  it('of every command has examples that are calls of it', async () => {
    world = await makeWorld();
    const help = (await world.run('--help')).stdout;
    const commands = [...help.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map(([, name = '']) => name);
    expect(commands).toHaveLength(12);
    for (const command of commands) {
      const { code, stdout } = await world.run(command, '--help');
      expect(code).toBe(0);
      const examples = /Examples:\n((?: {2}npm run board-sync.*\n){2})/.exec(stdout)?.[1] ?? '';
      expect(examples, command).not.toBe('');
      for (const [, name] of examples.matchAll(/board-sync -- ([a-z-]+)/g)) expect(name).toBe(command);
    }
  });
});

describe('commands that look', () => {
  it('status, queue and logs of a checkout in which nothing ran', async () => {
    world = await makeWorld();
    expect((await world.run('status')).stdout).toMatch(
      /Last sync +never\n +Lock +free\n +Queue +0 requests\n +Log +\//,
    );
    expect((await world.run('queue')).stdout).toBe('No request waits.\n');
    expect(await world.run('logs')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('There is no log yet'),
    });
  });

  it('tell after a sync when it was and what came of it', async () => {
    world = await makeWorld({ todo: '- [ ] One {#T-1}\n' });
    await world.run('setup');
    await world.run('all');
    world.clock.pass(120_000);
    expect((await world.run('status')).stdout).toMatch(
      /Last sync +2 min ago .*\n +Last run +all: 2 created, 0 updated, 0 archived; 1 items\n/,
    );
    expect(await world.json('status')).toMatchObject({
      lastRun: { ok: true, command: 'all' },
      lock: null,
      queueDepth: 0,
    });
    expect((await world.run('logs', '-n', '1')).stdout).toMatch(/INFO .* all ends: 2 created/);
  });

  it('plan says what a sync would change, and changes nothing', async () => {
    world = await makeWorld({ todo: '- [ ] One {#T-1}\n- [ ] Two\n' });
    await world.run('setup');
    const writes = writesOf(world).length;
    const ran = await world.run('plan');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/ \+ {2}Notion +todo\/T-1 +One\n/);
    expect(ran.stdout).toContain('4 to create, 0 to update, 0 to archive; 2 items');
    expect(await world.json('plan', 'github')).toMatchObject({
      counts: { create: 2, update: 0, archive: 0 },
      items: 2,
    });
    expect(writesOf(world)).toHaveLength(writes);
    expect(world.read('TODO.md')).toBe('- [ ] One {#T-1}\n- [ ] Two\n');
    expect(existsSync(join(world.folder, '.git', 'board-sync', 'memory.json'))).toBe(false);
  });
});

describe('lint', () => {
  const checklist = `# Roadmap

- [ ] Draw the chart {#T-1 due=tomorrow}
- [ ] Serve prices {#T-1}
<<<<<<< ours
- [x] Fine {#T-3}
`;

  it('says line by line what is not understood, without a token or a config', async () => {
    world = await makeWorld();
    for (const name of ['NOTION_TOKEN', 'GITHUB_TOKEN']) delete world.env[name];
    rmSync(join(world.folder, '.notion_sync_config.json'));
    world.write('TODO.md', checklist);
    const ran = await world.run('lint');
    expect(ran.code).toBe(1);
    expect(ran.stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^TODO\.md:3: due=tomorrow is passed over: .*YYYY-MM-DD/),
      expect.stringMatching(/^TODO\.md:4: The id T-1 stands twice; the next sync writes t-\w{6}\.$/),
      'TODO.md:5: A merge conflict is not solved.',
      '3 items, 3 not understood',
    ]);
    world.env.GITHUB_ACTIONS = 'true';
    expect((await world.run('lint')).stdout).toContain('::error file=TODO.md,line=5::A merge conflict');
    expect(world.notion.calls.length + world.github.calls.length).toBe(0);
  });

  it('has nothing to say of a checklist that is understood, or that is not there', async () => {
    world = await makeWorld();
    world.write('TODO.md', '- [ ] Draw the chart {#T-1}\n');
    expect(await world.json('lint')).toEqual({ file: 'TODO.md', items: 1, findings: [] });
    expect(await world.json('lint', 'nowhere.md')).toMatchObject({ items: 0 });
  });
});
