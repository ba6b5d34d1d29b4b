/** A part of a list, as GitHub's GraphQL gives it. */
export interface Connection<T> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: T[];
}

/** The whole of a list that comes in parts; `read` asks for the part after a cursor. */
export async function readPages<T>(
  read: (after: string | null) => Promise<Connection<T>>,
  progress: (count: number) => void = () => {},
): Promise<T[]> {
  const all: T[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: Connection<T> = await read(after);
    all.push(...nodes);
    progress(all.length);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  return all;
}
