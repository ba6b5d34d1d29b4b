import { execFileSync, spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { delimiter, join } from 'node:path';
import type Docker from 'dockerode';
import { standInImages } from '../stand-ins/docker/images/make.ts';
import { engine } from '../targets/docker/engine.ts';
import { serviceLabel, stackLabel } from '../targets/docker/labels.ts';
import { projectDir } from '../toolchain/project.ts';
import { createTestStack, type TestStack } from './kit.ts';

/** Why no stack can be made on a Docker engine here; null when one can. */
export function withoutDocker(): string | null {
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) return 'a Docker engine that answers';
  if (spawnSync('mmdebstrap', ['--version'], { stdio: 'ignore' }).status !== 0) return 'mmdebstrap';
  return null;
}

/**
 * A stack on the Docker engine of this machine, with images made here of Debian's packages and the stand-in plugin, as
 * neither the images nor the plugin of the requirements can be had without a registry.
 */
export function createDockerStack(settings: Readonly<Record<string, string>> = {}): Promise<TestStack> {
  const images = Object.entries(standInImages()).map(([name, image]) => [`images:${name}`, image]);
  const standIn = join(projectDir, 'infra', 'stand-ins', 'docker');
  return createTestStack(
    { 'electricity-optimizer:target': 'docker', ...Object.fromEntries(images), ...settings },
    { environment: { PATH: [standIn, process.env.PATH].join(delimiter) } },
  );
}

/** The containers of a stack, stopped ones too, by service. */
export async function inspectStack(stack: string): Promise<Map<string, Docker.ContainerInspectInfo[]>> {
  const filters = { label: [`${stackLabel}=${stack}`] };
  const listed = await engine.listContainers({ all: true, filters });
  const byService = new Map<string, Docker.ContainerInspectInfo[]>();
  for (const { Id } of listed) {
    const found = await engine.getContainer(Id).inspect();
    const service = found.Config.Labels[serviceLabel] ?? '';
    byService.set(service, [...(byService.get(service) ?? []), found]);
  }
  return byService;
}

/** Networks, volumes and built images whose name says that they are of a stack. */
export async function leftOf(stack: string): Promise<{ networks: number; volumes: number; images: number }> {
  const isOf = (name: string): boolean => name.includes(stack);
  const [networks, { Volumes }, images] = await Promise.all([
    engine.listNetworks(),
    engine.listVolumes(),
    engine.listImages(),
  ]);
  return {
    networks: networks.filter(({ Name }) => isOf(Name)).length,
    volumes: Volumes.filter(({ Name }) => isOf(Name)).length,
    images: images.filter(({ RepoTags }) => (RepoTags ?? []).some(isOf)).length,
  };
}

/** Runs JavaScript in a container of ours, and gives what it printed. */
export function nodeIn({ Id }: Pick<Docker.ContainerInspectInfo, 'Id'>, script: string): string {
  return execFileSync('docker', ['exec', Id, 'node', '-e', script], { encoding: 'utf8' });
}

/** An address under which other machines reach this one; undefined where it has none. */
export function outerAddress(): string | undefined {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    /^(docker|br-|veth)/.test(name) ? [] : (addresses ?? []),
  );
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
}
