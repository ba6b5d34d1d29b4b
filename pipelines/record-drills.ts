import { readFile } from 'node:fs/promises';
import { type DrillRecord, recordDrill } from '@eo/app/db/drill-results.ts';
import Type from 'typebox';
import Value from 'typebox/value';
import { UsageError } from './kit/options.ts';
import { type CommonOptions, runPipeline } from './kit/pipeline.ts';

interface Options extends CommonOptions {
  results: string;
}

const Seconds = Type.Union([Type.Number({ minimum: 0 }), Type.Null()]);
const Results = Type.Array(
  Type.Object({
    name: Type.String(),
    pass: Type.Boolean(),
    rtoSeconds: Seconds,
    rpoSeconds: Seconds,
    evidence: Type.String(),
    failures: Type.Array(Type.String()),
  }),
);

/** `record-drills`: stores what drills of recovery measured with a stack, so that its metrics show it. */
await runPipeline<Options>({
  job: 'record-drills',
  description: 'Stores what drills of recovery measured (npm run drill -- recovery --record).',
  examples: ['record-drills --results results.json'],
  addOptions: (command) => command.requiredOption('--results <file>', 'JSON of the drills'),
  async plan({ pool, options }) {
    const steps = (await recordsOf(options.results)).map((record) => ({
      name: record.drill,
      about: record.evidence,
      async run() {
        await recordDrill(pool, record);
        return { outcome: 'ok', counts: { passed: Number(record.passed) } } as const;
      },
    }));
    return { steps };
  },
});

/** @throws UsageError when the file holds no results */
async function recordsOf(file: string): Promise<DrillRecord[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The results cannot be read: ${file} (${error.code}).`);
  });
  const results = parsed(text);
  if (!Value.Check(Results, results)) throw new UsageError(`${file} holds no results of drills.`);
  return results.map(({ name, pass, rtoSeconds, rpoSeconds, evidence, failures }) => ({
    drill: name,
    passed: pass,
    rtoSeconds,
    rpoSeconds,
    evidence: [evidence, ...failures].join('; '),
  }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
