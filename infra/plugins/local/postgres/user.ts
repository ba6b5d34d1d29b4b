import { readFileSync } from 'node:fs';
import { LocalError } from '../errors.ts';

/**
 * The unprivileged user that PostgreSQL runs as when root starts it (it refuses to run as root): `postgres` where
 * the system has it, else `nobody`. Null for an ordinary user, who runs it as himself. Changes nothing on the host.
 */
export function serverUser(isRoot: boolean = process.getuid?.() === 0): { uid: number; gid: number } | null {
  if (!isRoot) return null;
  const passwd = readFileSync('/etc/passwd', 'utf8');
  for (const name of ['postgres', 'nobody']) {
    const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(passwd) ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new LocalError(
    'PostgreSQL cannot run as root, and there is no user postgres or nobody. Run it as an ordinary user.',
  );
}
