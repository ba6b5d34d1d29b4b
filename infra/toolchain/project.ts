import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project (the one with Pulumi.yaml), without a slash at the end. */
export const projectDir = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

/** Everything that belongs to this checkout but not to Git: Pulumi state, passphrase, data of local stacks. */
export const stateDir = join(projectDir, '.state');
