import { recoveryDrills } from '../drill/recovery/index.ts';
import { runAlerts } from './drill-alerts.ts';
import { runRecovery } from './drill-recovery.ts';
import { CliError } from './errors.ts';
import { line } from './terminal.ts';

const drills = recoveryDrills(1);
const width = Math.max(...drills.map(({ name }) => name.length)) + 3;

const usage = `Usage: npm run drill -- <drill> [options]

Breaks a stack of its own, and sees what happens. Touches no other stack.

  ${'alerts'.padEnd(width)}every alert fires when it should, is delivered and ends (20 minutes)
  ${'recovery'.padEnd(width)}every one of these, on one stack (5 minutes):
${drills.map(({ name, title }) => `    ${name.padEnd(width)}${title}`).join('\n')}
  ${'all'.padEnd(width)}recovery and alerts

Options of each: npm run drill -- recovery --help`;

/** `npm run drill -- <drill>`. */
export async function run([drill, ...args]: string[]): Promise<number> {
  if (!drill || drill === '--help' || drill === '-h') {
    console.log(usage);
    return drill ? 0 : 2;
  }
  if (drill === 'alerts') return runAlerts(args);
  if (drill === 'recovery') return runRecovery(null, args);
  if (drill === 'all') return Math.max(await runRecovery(null, args), await runAlerts([]));
  if (drills.some(({ name }) => name === drill)) return runRecovery(drill, args);
  line();
  const known = ['alerts', 'recovery', 'all', ...drills.map(({ name }) => name)];
  throw new CliError(`There is no drill ${drill}. Known: ${known.join(', ')}`);
}
