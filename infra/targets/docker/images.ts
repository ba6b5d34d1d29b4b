import { createHash } from 'node:crypto';
import { product, service } from '../../catalog/index.ts';
import type { Service } from '../../catalog/types.ts';
import type { Settings } from '../../settings.ts';

/** What an image built here is made of, as this machine sees it. */
export interface BuiltImage {
  /** Changes exactly when what goes into the image does. */
  fingerprint: string;
  /** Commit of the newest of its sources. */
  revision: string;
}

/** An image of the stack: pulled, or built from this repository. */
export interface PlannedImage {
  /** Name of the resource; services of one image share it. */
  resource: string;
  /** Reference under which the engine knows it. */
  name: string;
  build: {
    /** Relative to the repository, which is the context. */
    dockerfile: string;
    args: Record<string, string>;
  } | null;
}

/** What the image of the app is built on, and in. */
const nodeImage = 'node:20.20.2-bookworm-slim';

/** The images that are built here; the scheduler runs in the API's. */
export type BuiltName = 'app' | 'web';

/** The image a service runs in; an operator's own takes the place of the catalogue's. */
export function planImage(
  entry: Service,
  { docker, stack }: Settings,
  built: Readonly<Record<BuiltName, BuiltImage>>,
): PlannedImage {
  const given = docker.images[entry.name];
  if (given) return { resource: entry.name, name: given, build: null };
  if (entry.source.kind === 'image') return { resource: entry.name, name: entry.source.image, build: null };
  const node = docker.images.node ?? nodeImage;
  return entry.source.kind === 'build'
    ? builtImage('app', stack, built.app, { NODE_IMAGE: node })
    : builtImage('web', stack, built.web, { NODE_IMAGE: node, CADDY_IMAGE: proxyImage(docker.images) });
}

function builtImage(
  name: BuiltName,
  stack: string,
  { fingerprint, revision }: BuiltImage,
  bases: Record<string, string>,
): PlannedImage {
  const content = createHash('sha256')
    .update(JSON.stringify([fingerprint, bases]))
    .digest('hex')
    .slice(0, 12);
  return {
    resource: name,
    name: `${product}/${name}:${stack}-${content}`,
    build: { dockerfile: `docker/${name}.Dockerfile`, args: { ...bases, REVISION: revision } },
  };
}

function proxyImage(images: Settings['docker']['images']): string {
  const { source } = service('proxy');
  return images.proxy ?? (source.kind === 'image' ? source.image : '');
}
