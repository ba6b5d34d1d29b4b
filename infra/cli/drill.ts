import { recoveryDrills } from '../drill/recovery/index.ts';
import { runAlerts } from './drill-alerts.ts';
import { runLoadDrill } from './drill-load.ts';
import { runRecovery } from './drill-recovery.ts';
import { CliError } from './errors.ts';

const drills = recoveryDrills();
const width = Math.max(...drills.map(({ name }) => name.length)) + 3;

const usage = `Usage: npm run drill -- <drill> [options]

Breaks a stack of its own, and sees what happens. Touches no other stack.

  ${'alerts'.padEnd(width)}every alert fires when it should, is delivered and ends (20 minutes)
  ${'recovery'.padEnd(width)}every one of these (13 minutes):
${drills.map(({ name, title }) => `    ${name.padEnd(width)}${title}`).join('\n')}
  ${'load'.padEnd(width)}how much the API bears, where it bends, and what gives first (3 minutes)
  ${'all'.padEnd(width)}recovery, load and alerts

Options of each: npm run drill -- recovery --help`;

/**
 * `npm run drill -- <drill>`. It ends the process itself: left to end by itself, Node has been seen to turn for ever in the
 * clean-up of one that had killed so many others in the middle of what they said.
 */
export async function run(args: string[]): Promise<number> {
  process.exit(await runDrill(args));
}

async function runDrill([drill, ...args]: string[]): Promise<number> {
  if (!drill || drill === '--help' || drill === '-h') {
    console.log(usage);
    return drill ? 0 : 2;
  }
  if (drill === 'alerts') return runAlerts(args);
  if (drill === 'recovery') return runRecovery(null, args);
  if (drill === 'load') return runLoadDrill(args);
  if (drill === 'all')
    return Math.max(await runRecovery(null, args), await runLoadDrill([]), await runAlerts([]));
  if (drills.some(({ name }) => name === drill)) return runRecovery(drill, args);
  const known = ['alerts', 'recovery', 'load', 'all', ...drills.map(({ name }) => name)];
  throw new CliError(`There is no drill ${drill}. Known: ${known.join(', ')}`);
}
