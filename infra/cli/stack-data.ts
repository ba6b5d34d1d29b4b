import { rmSync } from 'node:fs';
import { removeRecovery } from '../targets/docker/recovered.ts';
import { asked } from './docker-advice.ts';
import { CliError } from './errors.ts';
import { type Stack, settingsOf } from './stack.ts';
import { dataRootOfStack } from './supervised.ts';

/** Where the data of a stack is, and how it goes for good. */
export interface StackData {
  /** For people: where it is, and how it goes. */
  kept(): Promise<string>;
  /** Before the stack is taken down: takes away what a command left beside it. */
  clear(): Promise<void>;
  /** Before it is destroyed: lets what holds data go with it. */
  release(): Promise<void>;
  /** After it. */
  remove(): Promise<void>;
}

/** A folder of this machine, which no resource stands for. */
async function localData(stack: Stack): Promise<StackData> {
  const folder = await dataRootOfStack(stack);
  return {
    kept: async () => `Data kept in ${folder}   (--purge deletes it)`,
    clear: async () => {},
    release: () => unprotect(stack),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** At the vendors, whose resources go only with consent that was given before. */
const cloudData: StackData = {
  kept: async () => 'Data kept at Neon and Render   (docs/operations/deploy.md says how it goes)',
  clear: async () => {},
  async release() {
    throw new CliError(
      'The data of a cloud stack goes only with consent that was given before.\n' +
        'Give it (npx pulumi config set database:allowDataLoss true, redis:allowDataLoss true), run npm run up, then npm run down without --purge.',
    );
  },
  remove: async () => {},
};

/** Of a stack, by its target. */
export async function dataOf(stack: Stack): Promise<StackData> {
  const { target } = await settingsOf(stack);
  if (target === 'cloud') return cloudData;
  return target === 'docker' ? dockerData(stack) : localData(stack);
}

/** Protected volumes, which are resources of the stack. */
function dockerData(stack: Stack): StackData {
  return {
    kept: async () =>
      `Data kept in the volumes ${(await volumesOf(stack)).join(', ')}   (--purge deletes it)`,
    // A recovery that was ended half-way leaves a copy of the database, and holds the network.
    clear: () => asked(removeRecovery(stack.name)),
    release: () => unprotect(stack),
    remove: async () => {},
  };
}

/** Lets everything of a stack go with it, what holds or opens data among it. */
async function unprotect(stack: Stack): Promise<void> {
  const exported = await stack.exportStack();
  const resources: { protect?: boolean }[] = exported.deployment.resources ?? [];
  for (const resource of resources) delete resource.protect;
  await stack.importStack(exported);
}

async function volumesOf(stack: Stack): Promise<string[]> {
  const { deployment } = await stack.exportStack();
  const resources: { type: string; id?: string }[] = deployment.resources ?? [];
  return resources.flatMap(({ type, id }) => (type === 'docker:index/volume:Volume' && id ? [id] : []));
}
