import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecoveryDrill } from '../drill/recovery/drill.ts';
import {
  openPatient,
  type Result,
  recoveryDrills,
  runDrills,
  usualRepetitions,
} from '../drill/recovery/index.ts';
import { recoveryTable, withRecoveryTable } from '../drill/recovery/table.ts';
import { projectDir } from '../toolchain/project.ts';
import { CliError } from './errors.ts';
import { commandOf, parse } from './options.ts';
import { openOwnStack } from './own-stack.ts';
import { run as runPipeline } from './pipeline.ts';
import { colors, duration, line } from './terminal.ts';

const document = 'docs/operations/recovery.md';

interface Options {
  seed: string;
  repetitions: string;
  write?: true;
  record?: string;
  results?: string;
  json?: true;
}

/**
 * Drills of recovery, each with what it measured.
 *
 * @param only the name of one drill; all of them when null
 */
export async function runRecovery(only: string | null, args: string[]): Promise<number> {
  const command = commandOf(
    `drill -- ${only ?? 'recovery'}`,
    'Brings a stack of its own up, breaks it, and measures how long it takes until everything is there again, and what was lost.',
    [
      'npm run drill -- recovery --write                 and write what was measured into the docs',
      'npm run drill -- kill-mid-write --repetitions 100',
      'npm run drill -- recovery --record production     so that metrics and alerts of a stack know',
    ],
  )
    .option('--seed <number>', 'of moments and places that are left to chance', String(Date.now() % 100_000))
    .option('--repetitions <number>', 'how often kill-mid-write kills', String(usualRepetitions))
    .option('--write', `write the table of ${document}`)
    .option('--record <stack>', 'store the results with a stack, whose metrics show them')
    .option('--results <file>', 'write the results as JSON, for `npm run pipeline -- record-drills`')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<Options>(command, args);
  if (!parsed) return 0;
  const { write, record, json } = parsed.options;
  const [seed, repetitions] = [
    whole('seed', parsed.options.seed),
    whole('repetitions', parsed.options.repetitions),
  ];
  const chosen = recoveryDrills(repetitions).filter(({ name }) => !only || name === only);
  const drills = chosen.filter(({ missing }) => !missing?.());
  if (record && process.env.DATABASE_URL)
    throw new CliError('--record names a stack, but DATABASE_URL is set, which pipelines go by. Unset it.');
  if (write && only) throw new CliError('--write needs all of them: npm run drill -- recovery --write');

  const left = chosen.filter((one) => !drills.includes(one));
  if (left.length > 0 && (write || only)) throw new CliError(notHere(left));

  line(`  seed ${seed}`);
  const startedMs = Date.now();
  const results = await drill(drills, seed);
  const failed = results.filter(({ pass }) => !pass);
  line(`\n  ${results.length} drills in ${duration(Date.now() - startedMs)}, ${failed.length} failed`);
  if (left.length > 0) line(`  ${notHere(left)}`);
  if (write && failed.length === 0) writeTable(results, seed);
  if (parsed.options.results) writeFileSync(parsed.options.results, JSON.stringify(results));
  const stored = record ? await store(results, record) : 0;
  if (json) console.log(JSON.stringify({ drill: only ?? 'recovery', seed, results }));
  return failed.length > 0 ? 1 : stored;
}

const notHere = (drills: readonly RecoveryDrill[]): string =>
  drills.map(({ name, missing }) => `Drill ${name} cannot run here: it takes ${missing?.()}.`).join('\n  ');

/** @throws CliError when it is no whole number */
function whole(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CliError(`--${name} is ${JSON.stringify(text)}, but must be a whole number.`);
}

async function drill(drills: ReturnType<typeof recoveryDrills>, seed: number): Promise<Result[]> {
  const { opened: patient, takeDown } = await openOwnStack(openPatient);
  const results = await runDrills(patient, drills, seed, report);
  if (results.every(({ pass }) => pass)) await takeDown();
  else line(`  its stack stays as evidence: ${patient.stack.folder}`);
  return results;
}

function report({ name, rtoSeconds, evidence, failures }: Result): void {
  const time = rtoSeconds === null ? '' : `back after ${rtoSeconds.toFixed(1)} s`;
  line(`  ${name.padEnd(22)}${time.padEnd(22)}${evidence}`);
  for (const failure of failures) line(colors.red(`    ${failure}`));
}

function writeTable(results: readonly Result[], seed: number): void {
  const file = join(projectDir, document);
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(file, withRecoveryTable(readFileSync(file, 'utf8'), recoveryTable(results, seed, day)));
  line(`  ${document} has the table`);
}

async function store(results: readonly Result[], stack: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'eo-drill-results-'));
  const file = join(folder, 'results.json');
  writeFileSync(file, JSON.stringify(results));
  try {
    return await runPipeline(['record-drills', '--stack', stack, '--results', file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
