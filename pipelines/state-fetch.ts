import { LostStackEnv, parseEnv } from '@eo/app/contract/env.ts';
import { Command } from 'commander';
import { placeOf } from './backup/place.ts';
import { StateStore } from './backup/state.ts';
import { parseOptions } from './kit/options.ts';
import { runProgram } from './kit/pipeline.ts';

/**
 * `state-fetch`: a state that was kept, as JSON on standard output, or null where none ever was; for `npm run state` and
 * `up --restore`. It is no pipeline: there is no database to record it in, as the stack is gone.
 */
await runProgram(async (args) => {
  const command = new Command('state-fetch')
    .option('--list', 'only the ids of those that there are')
    .option('--at <which>', 'an id, `latest`, or an instant: the last one before it', 'latest')
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  const options = parseOptions<{ list?: true; at: string }>(command, args);
  if (!options) return 0;
  const store = new StateStore(placeOf(parseEnv(LostStackEnv, process.env)));
  const ids = await store.list();
  const wanted = async () => (ids.length > 0 ? store.find(options.at) : null);
  console.log(JSON.stringify(options.list ? ids : await wanted()));
  return 0;
});
