import { SyncError } from '../errors.ts';
import type { GithubClient } from './client.ts';
import { type Connection, readPages } from './pages.ts';
import {
  type FieldWrite,
  itemsQuery,
  type ProjectField,
  type ProjectItem,
  projectQuery,
  writeFields,
} from './project-queries.ts';

/** A project by the number in its address. */
export interface ProjectAddress {
  owner: string;
  number: number;
}

export interface Project {
  id: string;
  fields: ProjectField[];
}

/** So many values are written in one call. */
const writesAtOnce = 20;

interface ProjectAnswer {
  repositoryOwner: { projectV2?: { id: string; fields: Connection<ProjectField> } | null } | null;
}

/** @throws SyncError `project-not-found` */
export async function readProject(client: GithubClient, address: ProjectAddress): Promise<Project> {
  let id = '';
  const fields = await readPages(async (after) => {
    const part = await readPart(client, address, after);
    id = part.id;
    return part.fields;
  });
  return { id, fields };
}

async function readPart(
  client: GithubClient,
  { owner, number }: ProjectAddress,
  after: string | null,
): Promise<{ id: string; fields: Connection<ProjectField> }> {
  const answer = await client
    .ask<ProjectAnswer>(projectQuery, { owner, number, after })
    .catch((error: unknown) => {
      if (error instanceof SyncError && error.code === 'not-found') return { repositoryOwner: null };
      throw error;
    });
  const project = answer.repositoryOwner?.projectV2;
  if (project) return project;
  throw new SyncError(
    'project-not-found',
    `GitHub shows no project number ${number} of ${owner} to this token. Mend github_project in the config, or give GITHUB_TOKEN the scope project.`,
  );
}

/** All items that are not archived. */
export async function readItems(
  client: GithubClient,
  project: string,
  progress?: (count: number) => void,
): Promise<ProjectItem[]> {
  const items = await readPages(async (after) => {
    const { node } = await client.ask<{ node: { items: Connection<ProjectItem> } }>(itemsQuery, {
      project,
      after,
    });
    return node.items;
  }, progress);
  return items.filter(({ isArchived }) => !isArchived);
}

/** Writes values, many in one call. */
export async function writeValues(
  client: GithubClient,
  project: string,
  writes: readonly FieldWrite[],
): Promise<void> {
  for (let from = 0; from < writes.length; from += writesAtOnce) {
    const { document, variables } = writeFields(project, writes.slice(from, from + writesAtOnce));
    await client.ask(document, variables);
  }
}
