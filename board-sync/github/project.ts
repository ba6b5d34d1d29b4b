import type { Entry, Fields, Value } from '../engine/item.ts';
import { liftFromBoard, type Place } from '../engine/place.ts';
import { SyncError } from '../errors.ts';
import type { GithubClient } from './client.ts';
import { type Project, type ProjectAddress, readItems, readProject, writeValues } from './project-board.ts';
import { type BoardField, boardFields, notStartedAliases } from './project-fields.ts';
import { addOptions, restoreOptions } from './project-options.ts';
import {
  addDraft,
  addItem,
  archiveItem,
  contentQuery,
  type FieldValue,
  type FieldWrite,
  type ProjectField,
  type ProjectItem,
  unarchiveItem,
  updateDraft,
} from './project-queries.ts';
import { keyOfUrl } from './repository.ts';

export interface ProjectOptions {
  client: GithubClient;
  address: ProjectAddress;
  /** Where `addOptions` keeps what it must not lose. */
  stashFile: string;
}

const markerPattern = /\[(todo\/[\w.-]+)\]\s*$/;

/** The project: issues and pull requests stand on it themselves, items of TODO.md as drafts. */
export function projectPlace({ client, address, stashFile }: ProjectOptions): Place {
  let project: Project = { id: '', fields: [] };
  const drafts = new Map<string, string>();

  const optionId = async (wanted: BoardField, value: string): Promise<string> => {
    const known = optionNamed(fieldOf(project, wanted), value);
    if (known) return known;
    await addOptions(client, address, stashFile, fieldOf(project, wanted), [value]);
    project = await readProject(client, address);
    return optionNamed(fieldOf(project, wanted), value) ?? '';
  };
  const writeOf = async (item: string, wanted: BoardField, value: Value): Promise<FieldWrite> => {
    const field = fieldOf(project, wanted).id;
    if (value === null) return { item, field, value: null };
    const option = wanted.type === 'SINGLE_SELECT' ? await optionId(wanted, String(value)) : '';
    return { item, field, value: inputOf(wanted.type, value, option) };
  };
  const write = async (item: string, fields: Fields): Promise<void> => {
    const writes: FieldWrite[] = [];
    for (const wanted of boardFields) {
      const value = fields[wanted.field];
      if (value !== undefined) writes.push(await writeOf(item, wanted, value));
    }
    await writeValues(client, project.id, writes);
  };

  return {
    id: `project:${address.owner}/${address.number}`,
    label: 'GitHub project',
    kind: 'board',
    fillsLater: true,
    async populate(progress) {
      await restoreOptions(client, address, stashFile);
      project = await readProject(client, address);
      requireFields(project, address);
      const items = await readItems(client, project.id, progress);
      for (const { id, content } of items)
        if (content?.__typename === 'DraftIssue') drafts.set(id, content.id);
      return items.map((item) => entryOfItem(item, project));
    },
    lift: liftFromBoard,
    writes: (field, { id }) =>
      field === 'title' ? drafts.has(id) : boardFields.some((each) => each.field === field),
    async create(entry) {
      const item = await add(client, project.id, entry);
      await write(
        item,
        Object.fromEntries(Object.entries(entry.fields).filter(([, value]) => value !== null)),
      );
      return item;
    },
    async update({ id }, changes) {
      const draft = drafts.get(id);
      if (draft && changes.title) await client.ask(updateDraft, { draft, title: changes.title });
      await write(id, changes);
    },
    archive: async ({ id }) => void (await client.ask(archiveItem, { project: project.id, item: id })),
  };
}

function optionNamed(field: ProjectField, value: string): string | undefined {
  const names = value === 'Not Started' ? [value, ...notStartedAliases] : [value];
  return field.options?.find(({ name }) => names.includes(name))?.id;
}

function inputOf(type: BoardField['type'], value: Value, option: string): object {
  if (type === 'SINGLE_SELECT') return { singleSelectOptionId: option };
  if (type === 'NUMBER') return { number: Number(value) };
  return type === 'DATE' ? { date: value } : { text: String(value) };
}

/** Adds the issue itself, or a draft with the mark by which it is found again. */
async function add(client: GithubClient, project: string, entry: Entry): Promise<string> {
  const content = entry.contentId ?? (await findContent(client, entry));
  if (!content) {
    const body = `${entry.notes ?? ''}\n\n[${entry.key}]`.trim();
    const { addProjectV2DraftIssue: added } = await client.ask<{
      addProjectV2DraftIssue: { projectItem: { id: string } };
    }>(addDraft, { project, title: String(entry.fields.title ?? entry.key), body });
    return added.projectItem.id;
  }
  const { addProjectV2ItemById: added } = await client.ask<{
    addProjectV2ItemById: { item: { id: string; isArchived: boolean } };
  }>(addItem, { project, content });
  // GitHub answers with the card that is there already, be it in the archive.
  if (added.item.isArchived) await client.ask(unarchiveItem, { project, item: added.item.id });
  return added.item.id;
}

/** The node id of the issue that an item of TODO.md names. */
async function findContent(client: GithubClient, { key, fields }: Entry): Promise<string | null> {
  const [, owner, name, number] = /^issue\/([^/]+)\/([^#]+)#(\d+)$/.exec(key ?? '') ?? [];
  if (!number) return null;
  const { repository } = await client.ask<{
    repository: { issueOrPullRequest: { id: string } | null } | null;
  }>(contentQuery, { owner, name, number: Number(number) });
  if (repository?.issueOrPullRequest) return repository.issueOrPullRequest.id;
  throw new SyncError(
    'item-refused',
    `GitHub has no issue ${fields.issueUrl ?? key}; mend its number in TODO.md.`,
  );
}

function entryOfItem(item: ProjectItem, project: Project): Entry {
  const { content } = item;
  const fields: Fields = {};
  for (const wanted of boardFields) {
    const id = fieldOf(project, wanted).id;
    fields[wanted.field] = readValue(item.fieldValues.nodes.find(({ field }) => field?.id === id));
  }
  if (notStartedAliases.includes(String(fields.status))) fields.status = 'Not Started';
  const entry = { id: item.id, createdAt: item.createdAt, fields };
  if (content?.__typename === 'DraftIssue') {
    fields.title = content.title;
    return { ...entry, key: markerPattern.exec(content.body)?.[1] ?? null };
  }
  if (!content) return { ...entry, key: null };
  return {
    ...entry,
    key: keyOfUrl(`https://github.com/${content.repository.nameWithOwner}/issues/${content.number}`),
  };
}

function readValue(value: FieldValue | undefined): Value {
  return value?.text ?? value?.number ?? value?.date ?? value?.name ?? null;
}

/** @throws SyncError when the field is gone since the run began */
function fieldOf({ fields }: Project, { name, type }: BoardField): ProjectField {
  const found = fields.find((field) => field.name === name && field.dataType === type);
  if (found) return found;
  throw new SyncError(
    'project-schema',
    `The project has no field ${name} (${type}). Run: npm run board-sync -- setup`,
  );
}

/** @throws SyncError `project-schema` with the names of all fields that are missing */
function requireFields({ fields }: Project, { owner, number }: ProjectAddress): void {
  const missing = boardFields.filter(
    ({ name, type }) => !fields.some((field) => field.name === name && field.dataType === type),
  );
  if (missing.length === 0) return;
  throw new SyncError(
    'project-schema',
    `The project ${owner}/${number} lacks ${missing.map(({ name, type }) => `${name} (${type})`).join(', ')}. Run: npm run board-sync -- setup`,
  );
}
