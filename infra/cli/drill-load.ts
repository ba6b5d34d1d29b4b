import { runLoad } from '../drill/load/index.ts';
import { readVitals } from '../drill/load/vitals.ts';
import { openPatient, type Patient, zone } from '../drill/recovery/patient.ts';
import { CliError } from './errors.ts';
import { commandOf, parse } from './options.ts';
import { openOwnStack } from './own-stack.ts';
import { colors, line } from './terminal.ts';

/** What households and their machines ask for most. */
const paths = [
  `/api/v1/prices/current?zone=${zone}`,
  `/api/v1/prices?zone=${zone}`,
  `/api/v1/prices/cheapest-window?zone=${zone}&minutes=180`,
  '/api/v1/zones',
];

/** `npm run drill -- load`: how much a stack of this machine bears, where it bends, and what gives first. */
export async function runLoadDrill(args: string[]): Promise<number> {
  const command = commandOf(
    'drill -- load',
    'Brings a stack of its own up, and puts more and more load on its API at constant rates: a little, until it bends, ten times as much at once, callers that never end, a deployment under way, and half of what it bears for long.',
    ['npm run drill -- load', 'npm run drill -- load --soak 3600     an hour at half of what it bears'],
  )
    .option('--soak <seconds>', 'length of the long one', '60')
    .option('--step <seconds>', 'length of each other one', '5')
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<{ soak: string; step: string; json?: true }>(command, args);
  if (!parsed) return 0;
  const [soakSeconds, stepSeconds] = [
    seconds('soak', parsed.options.soak),
    seconds('step', parsed.options.step),
  ];
  const { opened: patient, takeDown } = await openOwnStack(openPatient);
  try {
    // One is there while the other is replaced.
    await patient.stack.up(twoReplicas);
    const { apiUrl, webUrl, internalApiKey } = await patient.outputs();
    const url = apiUrl ?? '';
    const target = { url, paths, stepSeconds, vitals: () => readVitals(url, internalApiKey ?? '') };
    const deploy = () => deployAnew(patient);
    const phases = await runLoad(
      target,
      { url: webUrl ?? '', deploy },
      soakSeconds,
      ({ name, evidence, failures }) => {
        line(`  ${name.padEnd(14)}${evidence}`);
        for (const failure of failures) line(colors.red(`    ${failure}`));
      },
    );
    if (parsed.options.json) console.log(JSON.stringify({ drill: 'load', results: phases }));
    return phases.some(({ failures }) => failures.length > 0) ? 1 : 0;
  } finally {
    await takeDown();
  }
}

const twoReplicas = ['--config', 'backend:replicas=2'];

/** Gives the API, and nothing else, another setting. @throws CliError when it was not replaced: nothing would be proved */
async function deployAnew({ stack }: Patient): Promise<void> {
  const { changes } = await stack.up([...twoReplicas, '--config', 'priceAlerts:privateWebhooks=true']);
  if (changes.update !== 1)
    throw new CliError(`The deployment replaced ${changes.update} services, not the API alone.`);
}

/** @throws CliError for a length that is none, or longer than a day */
function seconds(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 86_400) return value;
  throw new CliError(`--${name} is ${JSON.stringify(text)}, but must be 1 to 86400 seconds.`);
}
