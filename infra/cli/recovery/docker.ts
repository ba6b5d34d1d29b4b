import { recoveredFolder, recoveryContainers } from '../../targets/docker/recovered.ts';
import { containersOf, runInContainer } from '../../targets/docker/running.ts';
import { asked } from '../docker-advice.ts';
import { CliError } from '../errors.ts';
import { inContainer } from '../pipeline.ts';
import { outputsOf, type Stack } from '../stack.ts';
import type { RecoverySite } from './site.ts';

/** Beside a stack on Docker: a volume, and containers of the scheduler's image and of PostgreSQL's. */
export async function dockerSite(stack: Stack): Promise<RecoverySite> {
  const { scheduler, postgres } = await idsOf(stack.name);
  const owner = new URL((await outputsOf(stack))?.ownerDatabaseUrl ?? '');
  const beside = await asked(recoveryContainers(stack.name, { scheduler, postgres }));
  return {
    onDatabase: (name, args) => asked(runInContainer(scheduler, inContainer(name, args))),
    layOut: (which) => asked(beside.layOut(inContainer('wal-fetch', [...which, '--into', recoveredFolder]))),
    until: async () => JSON.parse(await asked(beside.read('laid-out.json'))).until,
    async start() {
      const url = await asked(beside.startServer(owner.username, owner.pathname.slice(1)));
      const env = { DATABASE_URL: url, OWNER_DATABASE_URL: url };
      return {
        onDatabase: (name, args) => asked(beside.run(inContainer(name, args), env)),
        stop: () => asked(beside.stopServer()),
      };
    },
    remove: () => asked(beside.remove()),
  };
}

async function idsOf(stack: string): Promise<{ scheduler: string; postgres: string }> {
  const containers = await asked(containersOf(stack));
  const idOf = (service: string): string | undefined =>
    containers.find((container) => container.service === service)?.id;
  const scheduler = idOf('scheduler');
  if (!scheduler) throw new CliError(`Stack ${stack} is not up. Bring it up: npm run up -- ${stack}`);
  const postgres = idOf('postgres');
  if (!postgres)
    throw new CliError(
      `Stack ${stack} uses a PostgreSQL of yours (database:url), which is recovered where it runs.\n` +
        `The last backup before an instant is put back by: npm run pipeline -- restore --stack ${stack} --backup <instant>`,
    );
  return { scheduler, postgres };
}
