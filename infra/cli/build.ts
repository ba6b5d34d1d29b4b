import { buildAll } from '../build/build.ts';
import { step } from './terminal.ts';

/** `npm run build`: bundles of our processes and the web app into `dist/`, where sources changed. */
export async function run(): Promise<number> {
  await step('app and web', buildAll, (outcome) => outcome);
  return 0;
}
