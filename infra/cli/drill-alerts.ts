import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alerts } from '@eo/monitoring/alerts/index.ts';
import { drillAlerts, type Outcome } from '../drill/alerts.ts';
import { notCaused, type Round, rounds } from '../drill/causes/index.ts';
import { drillDeadMansSwitch } from '../drill/dead-mans-switch.ts';
import { openScene } from '../drill/scene.ts';
import { drillTable, withRows, withTable } from '../drill/table.ts';
import { findMonitoring, monitoringWarnings } from '../targets/local-monitoring.ts';
import { projectDir } from '../toolchain/project.ts';
import { which } from '../which.ts';
import { CliError } from './errors.ts';
import { commandOf, parse } from './options.ts';
import { openOwnStack } from './own-stack.ts';
import { colors, duration, line } from './terminal.ts';

const document = 'docs/operations/monitoring.md';

/** `npm run drill -- alerts`: causes what alerts are for on a stack of its own, and sees them come and go. */
export async function runAlerts(args: string[]): Promise<number> {
  const command = commandOf(
    'drill -- alerts',
    'Brings a stack of its own up, breaks it in every way that has an alert, and sees each alert fire, be delivered and be resolved. Takes about 20 minutes; touches no other stack.',
    ['npm run drill -- alerts', 'npm run drill -- alerts --only ServiceDown,RedisDown'],
  )
    .option('--only <alerts>', 'only the causes of these alerts, comma-separated')
    .option('--write', `write the table of ${document}, or with --only its rows of these alerts`)
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<{ only?: string; write?: true; json?: true }>(command, args);
  if (!parsed) return 0;
  const { only, write, json } = parsed.options;
  const chosen = only ? roundsOf(only.split(',')) : rounds;
  const missing = monitoringWarnings(findMonitoring(which));
  if (missing[0]) throw new CliError(`The drill needs what watches. ${missing[0]}`);

  const startedMs = Date.now();
  const { outcomes, failures } = await drill(chosen, !only);
  const seconds = (Date.now() - startedMs) / 1000;
  line(
    `\n  ${outcomes.length} alerts in ${duration(seconds * 1000)}, ${failures.length} not as they should be`,
  );
  for (const failure of failures) line(colors.red(`  ${failure}`));
  if (write && failures.length === 0) writeTable(outcomes, only ? null : seconds);
  if (json) console.log(JSON.stringify({ seconds, outcomes, failures }));
  return failures.length === 0 ? 0 : 1;
}

/** @throws CliError naming an alert that there is not, or that is not caused */
function roundsOf(wanted: readonly string[]): Round[] {
  for (const alert of wanted) {
    if (!alerts.some(({ name }) => name === alert))
      throw new CliError(`There is no alert ${alert}. See docs/runbooks/README.md`);
    if (notCaused[alert]) throw new CliError(`${alert} is not caused by a drill: ${notCaused[alert]}.`);
  }
  return rounds.flatMap((round) => {
    const causes = round.causes.filter((cause) => cause.alerts.some((alert) => wanted.includes(alert)));
    return causes.length > 0 ? [{ ...round, causes }] : [];
  });
}

async function drill(
  chosen: readonly Round[],
  isWhole: boolean,
): Promise<{ outcomes: Outcome[]; failures: string[] }> {
  const { opened: scene, takeDown } = await openOwnStack(openScene);
  try {
    const outcomes = await drillAlerts(scene, chosen, (outcome) => line(`  ${describe(outcome)}`));
    const failures = outcomes.flatMap(({ alert, failure }) => (failure ? [`${alert}: ${failure}`] : []));
    const silent = isWhole ? await drillDeadMansSwitch(scene) : null;
    return { outcomes, failures: silent ? [...failures, `DeadMansSwitch: ${silent}`] : failures };
  } finally {
    await takeDown();
  }
}

function describe({ alert, cause, firing, delivered, notDelivered, resolved, failure }: Outcome): string {
  const name = alert.padEnd(38);
  if (failure) return `${name}${colors.red(failure)}   (${cause})`;
  const told = notDelivered ?? `delivered ${delivered} s`;
  return `${name}firing ${firing} s, ${told}, resolved ${resolved} s   (${cause})`;
}

/** @param seconds of a whole drill; null after a part of it */
function writeTable(outcomes: readonly Outcome[], seconds: number | null): void {
  const file = join(projectDir, document);
  const before = readFileSync(file, 'utf8');
  const day = new Date().toISOString().slice(0, 10);
  const after =
    seconds === null ? withRows(before, outcomes) : withTable(before, drillTable(outcomes, seconds, day));
  writeFileSync(file, after);
  line(`  ${document} has the table`);
}
