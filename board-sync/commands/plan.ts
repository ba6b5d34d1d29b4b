import { memoryFile } from '../engine/memory-file.ts';
import { planAsJson, printPlan } from '../engine/print-plan.ts';
import { excesses } from '../engine/safety.ts';
import { planSync } from '../engine/sync.ts';
import { setUpProject } from '../github/setup.ts';
import { setUpNotion } from '../notion/setup.ts';
import { placesOf, type Scope } from '../places.ts';
import { type Context, openSurroundings } from './context.ts';
import { progressReport } from './progress.ts';

/** `plan`: what a sync would do; changes nothing, and needs no lock. Exit code 1 when the sync would refuse. */
export async function showPlan(context: Context, scope: Scope, config?: string): Promise<number> {
  const around = openSurroundings(context, config);
  const places = placesOf(scope, around);
  const { limits } = around.config;
  const options = {
    memory: memoryFile(context.folder.memory),
    limits,
    force: false,
    report: progressReport(context),
  };
  const plan = await planSync(places, options);
  const refused = excesses(plan, limits);
  const warnings = refused.map(
    ({ kind, count, existing, place }) =>
      `  ✗ refused without --force: it would ${kind} ${count} of ${existing} in ${place}`,
  );
  const colour = Boolean(context.shell.stdout.isTTY) && !context.shell.env.NO_COLOR;
  context.print([printPlan(plan, places, colour), ...warnings].join('\n'), { ...planAsJson(plan), refused });
  return refused.length > 0 ? 1 : 0;
}

/** `setup`: brings the Notion database and the project to their schema; running it again changes nothing. */
export async function setUp(context: Context, dryRun: boolean, config?: string): Promise<number> {
  const around = openSurroundings(context, config);
  const { databaseId, githubProject } = around.config;
  const notion = databaseId ? await setUpNotion(around.notion(), databaseId, dryRun) : [];
  const github = githubProject
    ? await setUpProject(around.github(), githubProject, context.folder.optionStash, dryRun)
    : [];
  const rows = [...notion.map((what) => `  Notion   ${what}`), ...github.map((what) => `  GitHub   ${what}`)];
  context.print(rows.length > 0 ? rows.join('\n') : '  Nothing to do: the boards have their schema.', {
    dryRun,
    notion,
    github,
  });
  return 0;
}
