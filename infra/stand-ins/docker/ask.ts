import { isUnknown } from '../../targets/docker/engine.ts';

/** Runs a request to the engine; failures get the words of Docker's own clients. */
export async function ask<T>(doing: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw new Error(messageOf(error, doing));
  }
}

/** The answer, or null when the engine does not know the thing (any more). */
export async function askOrNull<T>(request: () => Promise<T>): Promise<T | null> {
  try {
    return await request();
  } catch (error) {
    if (isUnknown(error)) return null;
    throw new Error(messageOf(error, 'Unable to inspect'));
  }
}

function messageOf(error: unknown, doing: string): string {
  const { code, json, message } = error as { code?: string; json?: { message?: string }; message?: string };
  const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  if (code === 'ENOENT' || code === 'ECONNREFUSED')
    return `Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?`;
  if (code === 'EACCES')
    return `permission denied while trying to connect to the Docker daemon socket at ${host}`;
  return `${doing}: ${json?.message ?? message ?? String(error)}`;
}
