import { openForecasts } from '@eo/app/db/forecast-days.ts';
import { inTransaction } from '@eo/app/db/transaction.ts';
import { findZone } from '@eo/app/domain/zones.ts';
import { runPipeline } from './kit/pipeline.ts';
import { observeZone } from './learning/observe-zone.ts';

/** `observe-forecasts`: puts the prices that came beside the forecasts that were made, every six hours. */
await runPipeline({
  job: 'observe-forecasts',
  description: 'Puts the prices that came beside the forecasts of them.',
  examples: ['observe-forecasts', 'observe-forecasts --dry-run'],
  async plan({ pool }) {
    const open = await openForecasts(pool);
    const steps = open.flatMap(({ zone: id, firstDay }) => {
      const zone = findZone(id);
      if (!zone) return [];
      return {
        name: id,
        about: `looks for prices from ${firstDay} on`,
        async run() {
          const daysObserved = await inTransaction(pool, (client) => observeZone(client, zone, firstDay));
          const counts = { daysObserved };
          return { outcome: daysObserved > 0 ? 'ok' : 'unchanged', counts } as const;
        },
      };
    });
    return { steps };
  },
});
