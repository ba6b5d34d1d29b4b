import { createRequire } from 'node:module';

/** The one Pulumi version of the project: that of the `@pulumi/pulumi` it is pinned to. */
export const pulumiVersion: string = createRequire(import.meta.url)('@pulumi/pulumi/package.json').version;
