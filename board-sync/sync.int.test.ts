import { afterEach, describe, expect, it } from 'vitest';
import {
  forgetCalls,
  makeWorld,
  repository,
  roadmapOf,
  type World,
  type WorldOptions,
  writesOf,
} from './testing/world.ts';

const todo = `# To do

## Phase 1: Backend

- [ ] Cache prices {#T-1 priority=High milestone=Beta start=2026-03-01 due=2026-04-01 progress=20}
- [x] Serve prices {#T-2}
  The first route.

## Phase 2: Frontend

- [ ] Draw the chart {#T-3 status="In Progress"}
- [ ] Fix the legend {issue=1}
`;

let world: World;
const open = async (options: WorldOptions = {}): Promise<World> => {
  world = await makeWorld({ todo, ...options });
  world.github.addThing(repository, { title: 'Legend is wrong', labels: ['priority: low', 'Frontend'] });
  expect(await world.run('setup')).toMatchObject({ code: 0, stderr: '' });
  return world;
};
afterEach(() => world.close());

/** The id of the page with a title. */
const pageId = ({ notion, database }: World, title: string): string =>
  notion.pagesOf(database).find(({ properties }) => JSON.stringify(properties.Title).includes(`"${title}"`))
    ?.id ?? '';

const select = (name: string) => ({ select: { name } });

const cards = ({ github, project }: World): Record<string, unknown>[] =>
  project.items
    .filter(({ isArchived }) => !isArchived)
    .map((item) => ({
      title: item.draft?.title ?? null,
      Status: github.shownIn(project, item.id, 'Status'),
      Priority: github.shownIn(project, item.id, 'Priority'),
      Progress: github.shownIn(project, item.id, 'Progress'),
    }));

describe('a full sync', () => {
  it('fills both boards from TODO.md and the issues', async () => {
    await open();
    const ran = await world.run('all');
    expect(ran.stderr).toContain('TODO.md');
    expect(ran.code, ran.stdout).toBe(0);
    const roadmap = roadmapOf(world);
    expect(Object.keys(roadmap).sort()).toEqual([
      'Cache prices',
      'Draw the chart',
      'Fix the legend',
      'Serve prices',
    ]);
    expect(roadmap['Cache prices']).toMatchObject({
      Status: 'Not Started',
      Phase: 'Phase 1: Backend',
      Priority: 'High',
      Milestone: 'Beta',
      'Start Date': '2026-03-01',
      'Due Date': '2026-04-01',
      Progress: 0.2,
    });
    expect(roadmap['Serve prices']).toMatchObject({ Status: 'Done', Notes: 'The first route.\n[todo/T-2]' });
    expect(roadmap['Fix the legend']).toMatchObject({
      'GitHub Issue': `https://github.com/${repository}/issues/1`,
      Category: 'Frontend',
      Priority: 'Low',
    });
    expect(cards(world)).toContainEqual({
      title: 'Draw the chart',
      Status: 'In Progress',
      Priority: null,
      Progress: null,
    });
    expect(world.project.items.filter(({ content }) => content)).toHaveLength(1);
  });

  it('writes nothing when nothing changed', async () => {
    await open();
    await world.run('all');
    const before = world.read('TODO.md');
    forgetCalls(world);
    const ran = await world.run('all');
    expect(ran.stdout).toContain('nothing to do; 4 items');
    expect(writesOf(world)).toEqual([]);
    expect(world.read('TODO.md')).toBe(before);
  });
});

describe('edits', () => {
  it('made on a board reach TODO.md and the other board', async () => {
    await open();
    await world.run('all');
    world.notion.edit(world.database, pageId(world, 'Cache prices'), {
      Status: select('Done'),
      Progress: { number: 1 },
      Title: { title: [{ text: { content: 'Cache all prices' } }] },
    });
    expect((await world.run('all')).stdout).toContain('0 created, 2 updated');
    expect(world.read('TODO.md')).toContain(
      '- [x] Cache all prices {#T-1 priority=High milestone=Beta start=2026-03-01 due=2026-04-01 progress=100}',
    );
    expect(cards(world)).toContainEqual({
      title: 'Cache all prices',
      Status: 'Done',
      Priority: 'High',
      Progress: 100,
    });
  });

  it('made in TODO.md reach both boards, and leave the rest of the file as it is', async () => {
    await open();
    await world.run('all');
    const edited = world.read('TODO.md').replace('- [ ] Draw the chart', '- [x] Draw the chart');
    world.write('TODO.md', edited);
    await world.run('all');
    expect(world.read('TODO.md')).toBe(edited);
    expect(roadmapOf(world)['Draw the chart']).toMatchObject({ Status: 'Done' });
    expect(cards(world)).toContainEqual(expect.objectContaining({ title: 'Draw the chart', Status: 'Done' }));
  });

  it('of one field in two places: TODO.md wins over boards, and the loss is told and logged', async () => {
    await open();
    await world.run('all');
    world.notion.edit(world.database, pageId(world, 'Draw the chart'), { Status: select('Blocked') });
    world.write('TODO.md', world.read('TODO.md').replace('status="In Progress"', 'status=Review'));
    expect((await world.run('plan')).stdout).toContain('Review stays, Blocked is dropped');
    // A plan happens to nobody: it is not logged.
    expect((await world.run('logs')).stdout).not.toContain('Blocked');
    expect(await world.json('all')).toMatchObject({
      conflicts: [{ key: 'todo/T-3', field: 'status', place: 'Notion', lost: 'Blocked', kept: 'Review' }],
    });
    expect(roadmapOf(world)['Draw the chart']).toMatchObject({ Status: 'Review' });
    world.notion.edit(world.database, pageId(world, 'Cache prices'), { Priority: select('Low') });
    world.write('TODO.md', world.read('TODO.md').replace('priority=High', 'priority=Medium'));
    expect((await world.run('all')).stdout).toMatch(
      / {2}! Notion todo\/T-1 priority: both were edited; Medium stays, Low is dropped\n/,
    );
    expect((await world.run('logs')).stdout).toContain(
      'Notion todo/T-3 status: both were edited; Review stays, Blocked is dropped',
    );
  });

  it('of different fields in two places are both kept', async () => {
    await open();
    await world.run('all');
    world.notion.edit(world.database, pageId(world, 'Draw the chart'), { Status: select('Blocked') });
    world.write(
      'TODO.md',
      world.read('TODO.md').replace('status="In Progress"', 'status="In Progress" priority=Low'),
    );
    await world.run('all');
    expect(roadmapOf(world)['Draw the chart']).toMatchObject({ Status: 'Blocked', Priority: 'Low' });
    expect(world.read('TODO.md')).toContain('{#T-3 status=Blocked priority=Low}');
  });

  it.each([false, true])(
    'to Done on a board close the issue only when the config says so (%s)',
    async (closes) => {
      await open({ config: { close_issues: closes } });
      await world.run('all');
      world.notion.edit(world.database, pageId(world, 'Fix the legend'), { Status: select('Done') });
      await world.run('all');
      expect(world.github.state.repositories.get(repository)?.get(1)?.state).toBe(closes ? 'CLOSED' : 'OPEN');
    },
  );
});

describe('cards', () => {
  it('of items that left TODO.md are archived, and come back with them', async () => {
    await open();
    await world.run('all');
    const before = world.read('TODO.md');
    world.write('TODO.md', before.replace(/.*T-3.*\n/, ''));
    expect((await world.run('all')).stdout).toContain('2 archived');
    expect(Object.keys(roadmapOf(world))).not.toContain('Draw the chart');
    world.write('TODO.md', before);
    expect((await world.run('all')).stdout).toContain('2 created');
    expect(Object.keys(roadmapOf(world))).toContain('Draw the chart');
  });

  it('that people removed stay away, unless all are to be made again', async () => {
    await open();
    await world.run('all');
    const page = world.notion.state.pages.get(pageId(world, 'Draw the chart').replaceAll('-', ''));
    Object.assign(page ?? {}, { archived: true });
    expect((await world.run('all')).stdout).toContain('nothing to do');
    expect((await world.run('all', '--force')).stdout).toContain('1 created');
  });

  it('that people made by hand are left alone; one of the same title is taken over', async () => {
    await open();
    const title = (content: string) => ({ Title: { title: [{ text: { content } }] } });
    world.notion.edit(world.database, null, title('A party'));
    const own = world.notion.edit(world.database, null, title('Draw the chart'));
    await world.run('all');
    expect(pageId(world, 'Draw the chart')).toBe(own);
    expect(roadmapOf(world)['A party']).toMatchObject({ Status: null, Notes: '' });
  });

  it('that two machines made at the same time become one', async () => {
    await open();
    await world.run('all');
    // The other machine: it remembers nothing, and saw the boards before the first one had filled them.
    const notes = { Notes: { rich_text: [{ text: { content: '[todo/T-3]' } }] } };
    world.notion.edit(world.database, null, {
      Title: { title: [{ text: { content: 'Draw the chart' } }] },
      ...notes,
    });
    expect((await world.run('all')).stdout).toContain('1 archived');
    expect(world.notion.pagesOf(world.database)).toHaveLength(4);
  });
});

describe('the safety limits', () => {
  const items = (count: number, mark = ' ') =>
    Array.from({ length: count }, (_, index) => `- [${mark}] Item ${index} {#I-${index}}\n`).join('');

  it('refuse to archive much of a board, and do it when forced', async () => {
    await open({ todo: items(20) });
    await world.run('all');
    world.write('TODO.md', items(10));
    forgetCalls(world);
    const refused = await world.run('all');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /would archive 10 of 21 items in .*more than 10 %; nothing was changed\.\nhint: .*--force/,
    );
    expect(writesOf(world)).toEqual([]);
    expect((await world.run('plan')).code).toBe(1);
    expect((await world.run('all', '--force')).stdout).toContain('20 archived');
  });

  it('refuse to change much of a board, also when a hook forces the sync', async () => {
    await open({ todo: items(20) });
    await world.run('all');
    world.write('TODO.md', items(20, 'x'));
    forgetCalls(world);
    await world.run('drain', '--force', '--hook');
    expect(writesOf(world)).toEqual([]);
    expect((await world.run('logs', '-n', '1')).stdout).toMatch(/would update 20 of 21/);
  });
});

describe('the Notion commands', () => {
  it('notion --once needs no GitHub', async () => {
    await open();
    world.env.GITHUB_TOKEN = '';
    forgetCalls(world);
    expect(await world.run('notion', '--once')).toMatchObject({ code: 0 });
    expect(world.github.calls).toEqual([]);
    expect(Object.keys(roadmapOf(world))).toHaveLength(4);
  });

  it('github --mode full brings issues and their pull requests to the roadmap, without TODO.md', async () => {
    await open();
    world.github.addThing(repository, { kind: 'PullRequest', title: 'Right the legend', closes: [1] });
    world.github.addThing(repository, { kind: 'PullRequest', title: 'Tidy up', isDraft: true });
    expect(await world.run('github', '--mode', 'full')).toMatchObject({ code: 0 });
    const roadmap = roadmapOf(world);
    expect(Object.keys(roadmap).sort()).toEqual(['Legend is wrong', 'Tidy up']);
    expect(roadmap['Legend is wrong']).toMatchObject({
      Status: 'Review',
      'Related PRs': `https://github.com/${repository}/pull/2`,
    });
    expect(roadmap['Tidy up']).toMatchObject({ Status: 'In Progress' });
  });

  const event = (payload: object): void => {
    world.write('event.json', JSON.stringify({ repository: { full_name: repository }, ...payload }));
    world.env.GITHUB_EVENT_PATH = `${world.folder}/event.json`;
  };

  it('github --mode event touches the one issue of the event', async () => {
    await open();
    world.github.addThing(repository, { title: 'Another' });
    event({ action: 'opened', issue: { number: 1 } });
    expect(await world.run('github', '--mode', 'event')).toMatchObject({ code: 0 });
    expect(Object.keys(roadmapOf(world))).toEqual(['Legend is wrong']);
    Object.assign(world.github.state.repositories.get(repository)?.get(1) ?? {}, {
      state: 'CLOSED',
      closedAt: '2026-03-02T10:00:00Z',
    });
    event({ action: 'closed', issue: { number: 1 } });
    await world.run('github', '--mode', 'event');
    expect(roadmapOf(world)['Legend is wrong']).toMatchObject({ Status: 'Done' });
    event({ action: 'deleted', issue: { number: 1 } });
    await world.run('github', '--mode', 'event');
    expect(roadmapOf(world)).toEqual({});
  });

  it('github --mode event of a pull request updates the issue that it closes', async () => {
    await open();
    await world.run('github', '--mode', 'full');
    world.github.addThing(repository, { kind: 'PullRequest', closes: [1] });
    event({ action: 'opened', pull_request: { number: 2 } });
    await world.run('github', '--mode', 'event');
    expect(roadmapOf(world)).toEqual({ 'Legend is wrong': expect.objectContaining({ Status: 'Review' }) });
  });

  it('github --mode event without an event says so', async () => {
    await open();
    expect(await world.run('github', '--mode', 'event')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('GITHUB_EVENT_PATH is not set'),
    });
    event({ action: 'created', discussion: { number: 7 } });
    expect(await world.run('github', '--mode', 'event')).toMatchObject({ code: 0 });
  });
});
