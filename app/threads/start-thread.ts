import { Worker } from 'node:worker_threads';

/**
 * Starts a module as a thread. A bundle is plain JavaScript; for a source, the thread has to load the loader itself,
 * as Node 20 does not hand that of the process on to it.
 */
export function startThread(module: URL): Worker {
  if (!module.pathname.endsWith('.ts')) return new Worker(module);
  const loader = import.meta.resolve('tsx/esm/api');
  const code = `import('${loader}').then(({ register }) => { register(); return import('${module.href}'); })`;
  return new Worker(code, { eval: true });
}
