import { randomBytes } from 'node:crypto';
import { catalog, environment } from '../catalog/index.ts';
import { isReference } from '../targets/secrets.ts';
import { CliError } from './errors.ts';
import { type Stack, setSecret } from './stack.ts';

/** Brings a stack up; gives how many resources changed. */
type Update = (stack: Stack) => Promise<number>;

const overlap = 'rotation:overlap';
const passwordVersion = 'database:passwordVersion';

/** Names that `npm run rotate` takes. */
export const rotatable: readonly string[] = [
  ...catalog.secrets.filter(({ acceptsTwo }) => acceptsTwo).map(({ name }) => name),
  'database-password',
];

/**
 * Gives a stack another secret while the old one still works: until everything that uses it has the new one. A run that
 * was interrupted is finished by the next.
 *
 * @throws CliError when there is no such secret, or 1Password still has the old value
 */
export async function rotate(stack: Stack, name: string, update: Update): Promise<void> {
  if (name === 'database-password') return rotatePassword(stack, update);
  if (!rotatable.includes(name)) {
    throw new CliError(`${name} is not a secret that can be rotated. There are: ${rotatable.join(', ')}`);
  }
  const config = await stack.getAllConfig();
  const isResumed = config[overlap]?.value === name;
  if (!isResumed) {
    await renew(stack, name);
    await stack.setConfig(overlap, { value: name });
  }
  const changed = await update(stack);
  await stack.removeConfig(overlap);
  if (changed === 0 && !isResumed) {
    throw new CliError(
      `${name} is still what it was: change it at 1Password (${config[`secrets:${name}`]?.value}), then run this again.`,
    );
  }
  await update(stack);
}

/** A random secret gets another number, one that the configuration gives another text; one at 1Password is up to people. */
async function renew(stack: Stack, name: string): Promise<void> {
  const config = await stack.getAllConfig();
  const given = config[`secrets:${name}`]?.value;
  if (given === undefined) return raise(stack, `rotation:${name}`);
  if (isReference(given)) return;
  await setSecret(stack, `secrets:${name}`, randomBytes(32).toString('base64url'));
}

/** Another number is another role; the one before goes when everything uses the new one. */
async function rotatePassword(stack: Stack, update: Update): Promise<void> {
  const config = await stack.getAllConfig();
  const target = config['electricity-optimizer:target']?.value ?? environment(stack.name)?.target;
  if (target !== 'cloud') {
    throw new CliError(`Stack ${stack.name} has no database at Neon, so there is no password to rotate.`);
  }
  await raise(stack, passwordVersion);
  await update(stack);
}

async function raise(stack: Stack, key: string): Promise<void> {
  const current = (await stack.getAllConfig())[key]?.value ?? '1';
  await stack.setConfig(key, { value: String(Number(current) + 1) });
}
