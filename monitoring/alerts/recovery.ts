import { metrics as names } from '@eo/app/contract/metrics.ts';
import { config } from '../config.ts';
import type { AlertGroup } from '../rules/types.ts';
import { apiDown } from './api.ts';

const silencedBy = [apiDown, { alert: 'PostgresDown' }];
const drill = '{{ $labels.drill }}';

export const recoveryAlerts: AlertGroup = {
  name: 'recovery',
  alerts: [
    {
      name: 'RecoveryDrillFailed',
      expr: `max by (drill) (${names.drillFailed}) == 1`,
      severity: 'critical',
      summary: `The last drill ${drill} failed (failed = {{ $value }}).`,
      silencedBy,
      runbook: {
        meaning:
          'The last time this was broken on purpose, it did not come back in time, or something that was promised was lost. When it breaks by accident, the same will happen.',
        confirm: [
          `\`${names.drillFailed}\`, \`${names.drillRtoSeconds}\` and \`${names.drillRpoSeconds}\``,
          'What was seen: table `drill_result`; in the cloud the log of the workflow recovery-drill.yml',
        ],
        act: [
          'Run it again with the same seed: `npm run drill -- <drill> --seed <seed>`. A drill that fails leaves its stack as evidence.',
          'It passes: the machine was slow; look at how near the time is to the objective.',
        ],
        afterwards: 'Store the result: `npm run drill -- recovery --record <stack>`.',
      },
    },
    {
      name: 'RecoveryDrillTooOld',
      expr: `time() - max by (drill) (${names.drillLastSuccessTimestamp}) > ${config.drillMaxAgeSeconds}`,
      severity: 'warning',
      summary: `The drill ${drill} last succeeded {{ $value | humanizeDuration }} ago.`,
      silencedBy,
      runbook: {
        meaning:
          'Nobody has proved for over a week that the stack comes back after this. What is not drilled is a hope.',
        confirm: [
          `\`${names.drillLastSuccessTimestamp}\``,
          'The last runs of the workflow recovery-drill.yml',
        ],
        act: [
          'Run them: `npm run drill -- recovery --record <stack>`.',
          'The workflow does not run: GitHub disables schedules after 60 days without a commit.',
        ],
      },
    },
  ],
};
