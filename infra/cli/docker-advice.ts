import { services } from '../catalog/services.ts';
import { CliError } from './errors.ts';

type Advice = (found: RegExpExecArray) => string;

const again = 'then run the command again.';

/** The words of a Docker engine and of Pulumi's plugin for it, with what to do about them. */
const known: readonly (readonly [RegExp, Advice])[] = [
  [
    /cannot connect to the docker daemon(?: at (\S+?))?\. |error pinging docker server|connect (?:ENOENT|ECONNREFUSED) (\S+)/i,
    ([, host, socket]) =>
      `No Docker engine answers${host || socket ? ` at ${host ?? socket}` : ''}.\n` +
      `Start it (sudo systemctl start docker) or name another with DOCKER_HOST, ${again}`,
  ],
  [
    /permission denied while trying to connect to the docker daemon|connect EACCES \S+docker/i,
    () =>
      'This user may not use the Docker engine.\n' +
      `Let it (sudo usermod -aG docker $USER), log in anew, ${again}`,
  ],
  [
    /Bind for \S*?:(\d+) failed: port is already allocated|listen tcp\d? \S*?:(\d+): bind: address already in use/i,
    ([, allocated, inUse]) => portTaken(Number(allocated ?? inUse)),
  ],
  [
    /listen tcp\d? (\S+):\d+: bind: cannot assign requested address/i,
    ([, address]) =>
      `${address} is not an address of this machine.\n` +
      `Name one that is: npx pulumi config set proxy:address <address> (or grafana:address), ${again}`,
  ],
  [
    /no space left on device/i,
    () => `The disk of the Docker engine is full.\nFree some space (docker system prune), ${again}`,
  ],
  [
    /unable to build image (\S+): ([^\n]+)/i,
    ([, image, reason]) =>
      `The image ${image} could not be built: ${reason}\n` +
      `Look at its steps (docker build -f docker/${/\/(app|web):/.exec(image ?? '')?.[1] ?? 'app'}.Dockerfile .), ${again}`,
  ],
  [
    /unable to pull image (\S+): ([^\n]+)/i,
    ([, image, reason]) =>
      `The image ${image} could not be pulled: ${reason}\n` +
      `Mend the connection, or use another: npx pulumi config set images:${serviceOf(image)} <image>, ${again}`,
  ],
  [
    /network with name (\S+) already exists/i,
    ([, network]) =>
      `The engine has a network ${network} that this stack did not make.\n` +
      `Remove it (docker network rm ${network}), ${again}`,
  ],
  [
    /(?:install|find|load).{0,40}resource plugin.{0,20}docker/i,
    () =>
      'Pulumi’s plugin for Docker is not installed and could not be downloaded.\n' +
      `Install it while online (npx pulumi plugin install resource docker 5.2.0), ${again}`,
  ],
];

/** One sentence and the next step for a failure of the engine; null for any other message. */
export function dockerAdvice(message: string): string | null {
  for (const [pattern, advice] of known) {
    const found = pattern.exec(message);
    if (found) return advice(found);
  }
  return null;
}

/** The answer of an engine. @throws CliError saying what to do when there is none */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CliError(dockerAdvice(message) ?? message);
  }
}

function portTaken(port: number): string {
  const owner = services.find((service) => service.port?.container === port)?.name ?? '<service>';
  return (
    `Port ${port} of this machine is taken by another program.\n` +
    `Stop that, or choose another port: npx pulumi config set ports:${owner} <port>, ${again}`
  );
}

function serviceOf(image = ''): string {
  const [repository] = image.split(':');
  const found = services.find(
    ({ source }) => source.kind === 'image' && source.image.startsWith(`${repository}:`),
  );
  return found?.name ?? '<service>';
}
