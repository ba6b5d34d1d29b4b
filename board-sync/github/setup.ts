import { SyncError } from '../errors.ts';
import type { GithubClient } from './client.ts';
import { type ProjectAddress, readProject } from './project-board.ts';
import { type BoardField, boardFields, newOption, notStartedAliases } from './project-fields.ts';
import { addOptions, restoreOptions } from './project-options.ts';
import { createField, type ProjectField } from './project-queries.ts';

/** What a setup changes on the project. */
export type FieldChange =
  | { kind: 'add'; field: BoardField }
  | { kind: 'options'; field: ProjectField; missing: string[] };

/**
 * Computes what the project lacks. Fields and options of people stay as they are.
 *
 * @throws SyncError when a field of that name is of another type: GitHub cannot change a type, and both cannot be
 */
function fieldChanges(fields: readonly ProjectField[]): FieldChange[] {
  return boardFields.flatMap((wanted): FieldChange[] => {
    const field = fields.find(({ name }) => name === wanted.name);
    if (!field) return [{ kind: 'add', field: wanted }];
    if (field.dataType !== wanted.type) {
      throw new SyncError(
        'project-schema',
        `The project's field ${wanted.name} is of type ${field.dataType}, not ${wanted.type}. Rename it in the project's settings, then run setup again.`,
      );
    }
    const missing = missingOptions(wanted, field);
    return missing.length > 0 ? [{ kind: 'options', field, missing }] : [];
  });
}

function missingOptions({ options }: BoardField, field: ProjectField): string[] {
  const present = new Set(field.options?.map(({ name }) => name));
  const hasAlias = notStartedAliases.some((alias) => present.has(alias));
  return options.filter((name) => !present.has(name) && !(name === 'Not Started' && hasAlias));
}

/** Brings the project to the fields and options of the sync; running it again changes nothing. Returns what it did. */
export async function setUpProject(
  client: GithubClient,
  address: ProjectAddress,
  stashFile: string,
  dryRun: boolean,
): Promise<string[]> {
  if (!dryRun) await restoreOptions(client, address, stashFile);
  const project = await readProject(client, address);
  const changes = fieldChanges(project.fields);
  for (const change of dryRun ? [] : changes) {
    if (change.kind === 'options') await addOptions(client, address, stashFile, change.field, change.missing);
    else await client.ask(createField, { input: fieldInput(project.id, change.field) });
  }
  return changes.map((change) =>
    change.kind === 'add'
      ? `${change.field.name} (${change.field.type}) is added`
      : `${change.field.name} gets ${change.missing.join(', ')}`,
  );
}

const fieldInput = (projectId: string, { name, type, options }: BoardField): object => ({
  projectId,
  name,
  dataType: type,
  ...(type === 'SINGLE_SELECT' ? { singleSelectOptions: options.map(newOption) } : {}),
});
