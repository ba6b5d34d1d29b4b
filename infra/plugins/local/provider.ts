import { makeProvider } from '../protocol/make-provider.ts';
import { job } from './resources/job.ts';
import { postgres } from './resources/postgres.ts';
import { process } from './resources/process.ts';
import { secret } from './resources/secret.ts';

/**
 * The provider plugin `local`: makes the parts of the product on this machine. Its kinds look at the machine when they
 * are compared, so that a plain `pulumi up` repairs what died or was changed since, for instance after a reboot,
 * without a refresh before it. A new kind is a file and a line here.
 */
export const provider = makeProvider('0.1.0', {
  'local:index:Job': job,
  'local:index:Postgres': postgres,
  'local:index:Process': process,
  'local:index:Secret': secret,
});
