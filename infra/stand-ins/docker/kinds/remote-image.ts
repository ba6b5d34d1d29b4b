import { checkFields, type ResourceKind } from '../../../plugins/protocol/kind.ts';
import { engine } from '../../../targets/docker/engine.ts';
import { ask, askOrNull } from '../ask.ts';
import { replacedBy } from '../replaced-by.ts';

interface ImageInputs {
  name: string;
  keepLocally?: boolean;
  build?: { context: string; dockerfile?: string; buildArgs?: Record<string, string> };
}

/** An image that is built here, taken as it is on the engine, or else pulled. */
export const remoteImage: ResourceKind = {
  secrets: [],
  check: (inputs) => checkFields(inputs, ['name'], {}),
  create: async (inputs) => {
    const { name, build } = inputs as unknown as ImageInputs;
    if (build) await buildImage(name, build);
    const imageId = (await imageIdOf(name)) ?? (await pull(name));
    return { id: `${imageId}${name}`, outputs: { ...inputs, imageId } };
  },
  update: async (_id, inputs, outputs) => ({ ...outputs, ...inputs }),
  read: async (_id, outputs) => {
    const imageId = await imageIdOf(outputs.name as string);
    return imageId ? { ...outputs, imageId } : null;
  },
  delete: async (_id, outputs) => {
    const { name, keepLocally } = outputs as unknown as ImageInputs;
    if (!keepLocally) await askOrNull(() => engine.getImage(name).remove());
  },
  diff: replacedBy(['name', 'build']),
};

const imageIdOf = async (name: string): Promise<string | null> =>
  (await askOrNull(() => engine.getImage(name).inspect()))?.Id ?? null;

async function buildImage(name: string, build: NonNullable<ImageInputs['build']>): Promise<void> {
  const { context, dockerfile = 'Dockerfile', buildArgs = {} } = build;
  const stream = await ask('Unable to build image', () =>
    engine.buildImage({ context, src: ['.'] }, { t: name, dockerfile, buildargs: buildArgs }),
  );
  await follow(stream, `Unable to build image ${name}`);
}

async function pull(name: string): Promise<string> {
  const doing = `Unable to pull image ${name}`;
  await follow(await ask(doing, () => engine.pull(name)), doing);
  const imageId = await imageIdOf(name);
  if (!imageId) throw new Error(`${doing}: the engine does not have it`);
  return imageId;
}

/** Waits for the end of a task of the engine; what went wrong is in the stream of its progress. */
async function follow(stream: NodeJS.ReadableStream, doing: string): Promise<void> {
  const events = await new Promise<{ error?: string }[]>((resolve, reject) =>
    engine.modem.followProgress(stream, (error, output) => (error ? reject(error) : resolve(output))),
  ).catch((error: Error) => {
    throw new Error(`${doing}: ${error.message}`);
  });
  const failed = events.find(({ error }) => error);
  if (failed) throw new Error(`${doing}: ${failed.error}`);
}
