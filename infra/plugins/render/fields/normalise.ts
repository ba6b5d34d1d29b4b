/**
 * One spelling for values that Render answers otherwise than they were sent (`vendor/facts.md` §1.4), so that the
 * same thing never shows as a change.
 */

/** `nginx` and `docker.io/library/nginx:latest` are one image. */
export function image(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return value;
  const [path = '', digest] = value.split('@');
  const parts = path.split('/');
  const hasHost = parts.length > 1 && /[.:]|^localhost$/.test(parts[0] ?? '');
  const named = hasHost ? parts : ['docker.io', ...(parts.length === 1 ? ['library'] : []), ...parts];
  const full = named.join('/').replace(/^index\.docker\.io\//, 'docker.io/');
  if (digest) return `${full.replace(/:[^/:]*$/, '')}@${digest}`;
  return /:[^/]+$/.test(full) ? full : `${full}:latest`;
}

/** A repository with or without `.git` and a last slash. */
export function repository(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\/+$/, '').replace(/\.git$/, '') : value;
}

/** Docker's own default, which an answer gives as an empty text. */
export const dockerContext = (value: unknown): unknown => (value === '' || value === './' ? '.' : value);
export const dockerfilePath = (value: unknown): unknown =>
  value === '' || value === 'Dockerfile' ? './Dockerfile' : value;

/** Answers give no list where it is empty. */
export function buildFilter(value: unknown): unknown {
  const { paths, ignoredPaths } = (value ?? {}) as {
    paths?: string[] | null;
    ignoredPaths?: string[] | null;
  };
  return { paths: paths ?? [], ignoredPaths: ignoredPaths ?? [] };
}

/** Picks the named members of every item, and sorts: neither the order nor the ids of an answer mean anything. */
export function unordered(...members: string[]): (value: unknown) => unknown {
  const inOrder = ordered(...members);
  return (value) => {
    const items = inOrder(value);
    if (!Array.isArray(items)) return items;
    return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  };
}

/** Picks the named members of every item and keeps the order: of two routes that match, the first wins. */
export function ordered(...members: string[]): (value: unknown) => unknown {
  return (value) => {
    if (!Array.isArray(value)) return value;
    return value.map((item: Record<string, unknown>) =>
      Object.fromEntries(members.map((member) => [member, item[member] ?? ''])),
    );
  };
}

/** An object with its members left out filled in. */
export function members(defaults: Record<string, unknown>): (value: unknown) => unknown {
  return (value) => ({ ...defaults, ...(value as object) });
}

export function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : value;
}
