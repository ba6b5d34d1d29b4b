import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { GithubClient } from './client.ts';
import { type ProjectAddress, readItems, readProject, writeValues } from './project-board.ts';
import { newOption } from './project-fields.ts';
import { type ProjectField, updateField } from './project-queries.ts';

/**
 * What the items showed in a select field before its options were replaced. GitHub takes the whole list and gives every
 * option a new id, which empties the field on all items; this is kept in a file until every item shows its option again.
 */
interface Stash {
  field: string;
  values: Record<string, string | null>;
}

/** Adds options to a select field and gives all items theirs back; a crash is made good by `restoreOptions`. */
export async function addOptions(
  client: GithubClient,
  address: ProjectAddress,
  stashFile: string,
  field: ProjectField,
  missing: readonly string[],
): Promise<void> {
  const { id: project } = await readProject(client, address);
  const values = await valuesOf(client, project, field.id);
  saveStash(stashFile, { field: field.id, values: Object.fromEntries(values) });
  const kept = (field.options ?? []).map(({ name, color, description }) => ({ name, color, description }));
  const singleSelectOptions = [...kept, ...missing.map(newOption)];
  await client.ask(updateField, { input: { fieldId: field.id, singleSelectOptions } });
  await restoreOptions(client, address, stashFile);
}

/** Gives items their options back if the last change of options was cut short. */
export async function restoreOptions(
  client: GithubClient,
  address: ProjectAddress,
  stashFile: string,
): Promise<void> {
  const stash = readStash(stashFile);
  if (!stash) return;
  const { id: project, fields } = await readProject(client, address);
  const options = new Map(
    fields.find(({ id }) => id === stash.field)?.options?.map(({ name, id }) => [name, id] as const),
  );
  const shown = await valuesOf(client, project, stash.field);
  const writes = [...shown].flatMap(([item, name]) => {
    const option = options.get(stash.values[item] ?? '');
    // What shows an option was chosen anew meanwhile.
    if (!option || name !== null) return [];
    return [{ item, field: stash.field, value: { singleSelectOptionId: option } }];
  });
  await writeValues(client, project, writes);
  rmSync(stashFile, { force: true });
}

/** The option that each item shows in a field; null where it shows none. */
async function valuesOf(
  client: GithubClient,
  project: string,
  field: string,
): Promise<Map<string, string | null>> {
  const items = await readItems(client, project);
  const shown = items.map(({ id, fieldValues }) => {
    const value = fieldValues.nodes.find((each) => each.field?.id === field);
    return [id, value?.name ?? null] as const;
  });
  return new Map(shown);
}

function saveStash(file: string, stash: Stash): void {
  writeFileSync(`${file}.tmp`, JSON.stringify(stash));
  renameSync(`${file}.tmp`, file);
}

function readStash(file: string): Stash | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stash;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
