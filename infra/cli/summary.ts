import type { StackOutputs } from '../outputs.ts';
import type { LiveState } from './live-state.ts';
import { duration, table } from './terminal.ts';

/** The last screen of `up` and `status`: where everything is, how it is doing, what to type next. */
export function summary(
  stack: string,
  outputs: StackOutputs,
  live: LiveState,
  nowMs: number = Date.now(),
): string {
  const rows: [string, string][] = [
    ['Web', outputs.webUrl ?? 'none'],
    ['API', describeApi(outputs, live)],
    ['Prometheus', outputs.prometheusUrl ?? 'none'],
    ...describeAlerts(live, nowMs),
    ['Prices', describePrices(live, nowMs)],
    ['Schedules', live.jobs.map((job) => describeJob(job, nowMs)).join(' · ') || 'none'],
    ['Cost', `$${outputs.cost.total.toFixed(2)} a month of $${outputs.cost.budget.toFixed(2)}`],
    ...live.services
      .filter(({ ok }) => !ok)
      .map(({ name, answer }): [string, string] => ['Problem', `${name} does not answer: ${answer}`]),
    ['Next', ['status', 'down'].map((command) => commandLine(command, stack)).join(' · ')],
  ];
  const warnings = outputs.warnings.map((warning) => `  note: ${warning}`);
  return [table(rows), ...(warnings.length > 0 ? ['', ...warnings] : [])].join('\n');
}

/** The default stack needs no name. */
const commandLine = (command: string, stack: string): string =>
  `npm run ${command}${stack === 'local' ? '' : ` -- ${stack}`}`;

function describeApi({ apiUrl }: StackOutputs, { docsUrl }: LiveState): string {
  return [apiUrl ?? 'none', ...(docsUrl ? [`docs ${docsUrl}`] : [])].join('      ');
}

/** One row each for the alerts that fire, with the next thing to read; nothing where nobody watches. */
function describeAlerts({ alerts }: LiveState, nowMs: number): [string, string][] {
  if (!alerts) return [];
  if (alerts.length === 0) return [['Alerts', 'none firing']];
  return alerts.map(({ name, severity, summary, since, runbook }) => [
    severity === 'critical' ? 'ALERT' : 'Alert',
    `${name}, ${severity}, for ${duration(nowMs - Date.parse(since))}: ${summary}   ${runbook}`,
  ]);
}

function describePrices({ prices, zones }: LiveState, nowMs: number): string {
  if (!prices) return 'none yet';
  const age = prices.checkedAt
    ? `checked ${duration(nowMs - Date.parse(prices.checkedAt))} ago`
    : 'never checked';
  const marks = [prices.simulated ? 'SIMULATED' : '', prices.stale ? 'STALE' : ''].filter(Boolean).join(', ');
  return `${zones ?? '?'} zones, ${prices.zone} from ${prices.feed}, ${age}${marks ? `   (${marks})` : ''}`;
}

function describeJob({ name, next }: LiveState['jobs'][number], nowMs: number): string {
  return next ? `${name} in ${duration(Date.parse(next) - nowMs)}` : name;
}
