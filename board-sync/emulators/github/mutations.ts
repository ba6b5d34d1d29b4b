import type { Clock } from '../../http/clock.ts';
import {
  type Field,
  type FieldOption,
  type FieldValue,
  type GithubState,
  type Item,
  itemById,
  newId,
  newOption,
  noNode,
  type Project,
  projectById,
  refused,
  thingById,
} from './state.ts';

type Input<T> = { input: T };
type Options = Omit<FieldOption, 'id'>[];
type InItem<T = object> = Input<{ projectId: string; itemId: string } & T>;
interface ValueInput {
  text?: string;
  number?: number;
  date?: string;
  singleSelectOptionId?: string;
}

/** Names that GitHub keeps for fields of its own. */
const reserved = [
  'Title',
  'Assignees',
  'Labels',
  'Milestone',
  'Repository',
  'Reviewers',
  'Linked pull requests',
];

/** The part of `Mutation` that the sync uses. */
export function mutationRoot(state: GithubState, clock: Clock): object {
  const inItem = (change: (project: Project, item: Item) => void, { input }: InItem): Item => {
    const project = projectById(state, input.projectId);
    const item = itemById(project, input.itemId);
    change(project, item);
    return item;
  };
  const add = (project: Project, content: Pick<Item, 'content' | 'draft'>): Item => {
    const createdAt = new Date(clock.now()).toISOString();
    const item: Item = {
      id: newId(state, 'item'),
      createdAt,
      isArchived: false,
      values: new Map(),
      ...content,
    };
    project.items.push(item);
    return item;
  };
  const archive = (isArchived: boolean) => (given: InItem) => ({
    item: inItem((_project, item) => Object.assign(item, { isArchived }), given),
  });
  const setState = (input: { issueId: string }, is: 'OPEN' | 'CLOSED'): object => {
    const issue = thingById(state, input.issueId);
    if (issue?.kind !== 'Issue') throw noNode(input.issueId);
    issue.state = is;
    issue.closedAt = is === 'CLOSED' ? new Date(clock.now()).toISOString() : null;
    return { issue: { id: issue.id } };
  };
  return {
    ...fieldMutations(state),
    addProjectV2ItemById({ input }: Input<{ projectId: string; contentId: string }>) {
      const project = projectById(state, input.projectId);
      if (!thingById(state, input.contentId)) throw noNode(input.contentId);
      const there = project.items.find(({ content }) => content === input.contentId);
      return { item: there ?? add(project, { content: input.contentId, draft: null }) };
    },
    addProjectV2DraftIssue({ input }: Input<{ projectId: string; title: string; body?: string }>) {
      const draft = { id: newId(state, 'draft'), title: input.title, body: input.body ?? '' };
      return { projectItem: add(projectById(state, input.projectId), { content: null, draft }) };
    },
    updateProjectV2DraftIssue({ input }: Input<{ draftIssueId: string; title?: string }>) {
      const draft = state.projects
        .flatMap(({ items }) => items)
        .find((item) => item.draft?.id === input.draftIssueId)?.draft;
      if (!draft) throw noNode(input.draftIssueId);
      draft.title = input.title ?? draft.title;
      return { draftIssue: { id: draft.id } };
    },
    archiveProjectV2Item: archive(true),
    unarchiveProjectV2Item: archive(false),
    updateProjectV2ItemFieldValue: (given: InItem<{ fieldId: string; value: ValueInput }>) => ({
      projectV2Item: inItem((project, item) => {
        const field = fieldById(project, given.input.fieldId);
        item.values.set(field.id, storedValue(field, given.input.value));
      }, given),
    }),
    clearProjectV2ItemFieldValue: (given: InItem<{ fieldId: string }>) => ({
      projectV2Item: inItem((_project, item) => item.values.delete(given.input.fieldId), given),
    }),
    closeIssue: ({ input }: Input<{ issueId: string }>) => setState(input, 'CLOSED'),
    reopenIssue: ({ input }: Input<{ issueId: string }>) => setState(input, 'OPEN'),
  };
}

function fieldMutations(state: GithubState): object {
  return {
    createProjectV2Field({
      input,
    }: Input<{ projectId: string; name: string; dataType: string; singleSelectOptions?: Options }>) {
      const project = projectById(state, input.projectId);
      const { name, dataType, singleSelectOptions } = input;
      if (reserved.includes(name) || project.fields.some((field) => field.name === name))
        throw refused('UNPROCESSABLE', 'Name has already been taken');
      const options =
        dataType === 'SINGLE_SELECT'
          ? (singleSelectOptions ?? []).map((each) => newOption(state, each))
          : null;
      const field: Field = { id: newId(state, 'field'), name, dataType, options };
      project.fields.push(field);
      return {
        projectV2Field: {
          __typename: options ? 'ProjectV2SingleSelectField' : 'ProjectV2Field',
          id: field.id,
        },
      };
    },
    updateProjectV2Field({ input }: Input<{ fieldId: string; singleSelectOptions?: Options }>) {
      const project = state.projects.find(({ fields }) => fields.some(({ id }) => id === input.fieldId));
      if (!project) throw noNode(input.fieldId);
      const field = fieldById(project, input.fieldId);
      if (input.singleSelectOptions) {
        // "They will overwrite the existing options": new ids, and the items lose what they showed.
        field.options = input.singleSelectOptions.map((each) => newOption(state, each));
        for (const item of project.items) item.values.delete(field.id);
      }
      return { projectV2Field: { __typename: 'ProjectV2SingleSelectField', id: field.id } };
    },
  };
}

function fieldById(project: Project, id: string): Field {
  const field = project.fields.find((each) => each.id === id);
  if (!field) throw noNode(id);
  return field;
}

function storedValue({ name, dataType, options }: Field, value: ValueInput): FieldValue {
  const { text, number, date, singleSelectOptionId: option } = value;
  if (dataType === 'TEXT' && text !== undefined) return { text };
  if (dataType === 'NUMBER' && number !== undefined) return { number };
  if (dataType === 'DATE' && date !== undefined) return { date };
  if (dataType === 'SINGLE_SELECT' && options?.some(({ id }) => id === option))
    return { option: option ?? '' };
  throw refused('UNPROCESSABLE', `The value is not valid for the field ${name}`);
}
