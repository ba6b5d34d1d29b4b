import type { EnvValue, Resources, ServiceName } from '../../catalog/types.ts';

/** A text whose parts may be secrets or addresses that are only known while deploying. */
export type Text = EnvValue | readonly EnvValue[];

/** A file that is put into a container before it starts. */
export interface PlannedFile {
  /** Absolute path in the container. */
  path: string;
  content: Text;
}

/** A named volume (it outlives its container), or a folder of this machine. */
export interface PlannedMount {
  from: { kind: 'volume'; volume: string } | { kind: 'host'; path: string };
  path: string;
  readOnly: boolean;
}

export interface PublishedPort {
  internal: number;
  external: number;
  /** Address of this machine. */
  ip: string;
}

/** How one image is run: what the catalogue cannot know because it depends on the image. */
export interface Recipe {
  /** `uid:gid`; a text for an image that must start as root says why. */
  user: string | { root: string };
  command?: string[];
  /** Beside the catalogue's environment. */
  env?: Record<string, Text>;
  files?: PlannedFile[];
  mounts?: PlannedMount[];
  /** Folders in memory, for what an image writes besides its volumes: path → mount options. */
  tmpfs?: Record<string, string>;
  ports?: PublishedPort[];
  /** Capabilities that are kept of those a container has by default; all others are dropped. */
  capabilities?: string[];
  /** A command in the container that ends with 0 when it works; null where the image has no program to ask with. */
  health: string[] | null;
  /** Time to end after SIGTERM before the container is killed, in seconds. */
  stopSeconds?: number;
  /** Old and new cannot run side by side: they would share a port of this machine or a volume. */
  exclusive: boolean;
}

/** A container of the stack before references are resolved. */
export interface PlannedContainer extends Omit<Recipe, 'user' | 'env'> {
  /** Unique in the stack: the service, and the number of the replica where it has several. */
  name: string;
  service: ServiceName;
  user: string;
  env: Record<string, Text>;
  /** Names by which others on the network find it. */
  aliases: string[];
  limits: Resources;
  reservations: Resources;
}
