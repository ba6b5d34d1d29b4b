import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { checkFields, type ResourceKind } from '../../../plugins/protocol/kind.ts';
import { engine } from '../../../targets/docker/engine.ts';
import { ask, askOrNull } from '../ask.ts';
import { replacedBy } from '../replaced-by.ts';
import { type ContainerInputs, createOptions, updateOptions } from './container-options.ts';

/** Inputs that the plugin can change in a container, or that only matter to the plugin itself. */
const changeable = [
  'memory',
  'memorySwap',
  'cpuShares',
  'restart',
  'wait',
  'waitTimeout',
  'destroyGraceSeconds',
  'mustRun',
  'removeVolumes',
];

export const container: ResourceKind = {
  secrets: ['envs', 'uploads'],
  check: (inputs) =>
    checkFields(inputs, ['name', 'image'], {
      memory: { min: 6, max: 2 ** 20 },
      cpuShares: { min: 2, max: 2 ** 18 },
    }),
  create: async (values) => {
    const inputs = values as unknown as ContainerInputs;
    const created = await ask('Unable to create container', () =>
      engine.createContainer(createOptions(inputs)),
    );
    try {
      await start(created, inputs);
    } catch (error) {
      await created.remove({ force: true, v: true });
      throw error;
    }
    return { id: created.id, outputs: values };
  },
  update: async (id, inputs) => {
    const options = updateOptions(inputs as unknown as ContainerInputs);
    await ask('Unable to update a container', () => engine.getContainer(id).update(options));
    return inputs;
  },
  read: async (id, outputs) => {
    const found = await askOrNull(() => engine.getContainer(id).inspect());
    if (!found) return null;
    if (found.State.Running || outputs.mustRun === false) return outputs;
    // As the plugin does: what should run and does not is removed, so that the next update makes it anew.
    await remove(id, outputs as unknown as ContainerInputs);
    return null;
  },
  delete: async (id, outputs) => remove(id, outputs as unknown as ContainerInputs),
  diff: async (id, outputs, inputs) => {
    const others = Object.keys(inputs).filter((name) => !changeable.includes(name));
    return replacedBy(others)(id, outputs, inputs);
  },
};

async function start(created: Docker.Container, inputs: ContainerInputs): Promise<void> {
  for (const { file, content } of inputs.uploads ?? []) {
    const archive = pack();
    archive.entry({ name: file, mode: 0o644 }, content);
    archive.finalize();
    await ask('Unable to upload volume content', () => created.putArchive(archive, { path: '/' }));
  }
  await ask('Unable to start container', () => created.start());
  if (inputs.wait) await waitUntilHealthy(created, inputs);
}

async function waitUntilHealthy(created: Docker.Container, inputs: ContainerInputs): Promise<void> {
  const deadline = Date.now() + (inputs.waitTimeout ?? 60) * 1000;
  while (Date.now() < deadline) {
    const { State } = await ask('Unable to inspect container', () => created.inspect());
    if (State.Health?.Status === 'healthy') return;
    await sleep(250);
  }
  const output = await created.logs({ stdout: true, stderr: true, tail: 5 });
  throw new Error(
    `Container ${inputs.name} did not become healthy within ${inputs.waitTimeout} s. The end of its log:\n` +
      output.toString('utf8').replace(/[^\P{Cc}\n]/gu, ''),
  );
}

async function remove(id: string, { destroyGraceSeconds, removeVolumes }: ContainerInputs): Promise<void> {
  const found = engine.getContainer(id);
  if (destroyGraceSeconds) await found.stop({ t: destroyGraceSeconds }).catch(() => {});
  await askOrNull(() => found.remove({ force: true, v: removeVolumes ?? true }));
}
