import { GraphQLError } from 'graphql';

/** An issue or a pull request; GitHub numbers them together. */
export interface Thing {
  kind: 'Issue' | 'PullRequest';
  id: string;
  repository: string;
  number: number;
  title: string;
  body: string;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft: boolean;
  createdAt: string;
  closedAt: string | null;
  labels: string[];
  milestone: string | null;
  assignees: string[];
  /** Numbers of the issues that a pull request closes. */
  closes: number[];
}

export interface FieldOption {
  id: string;
  name: string;
  color: string;
  description: string;
}

export interface Field {
  id: string;
  name: string;
  dataType: string;
  options: FieldOption[] | null;
}

export type FieldValue = { text: string } | { number: number } | { date: string } | { option: string };

export interface Item {
  id: string;
  createdAt: string;
  isArchived: boolean;
  /** The node id of the thing it shows; null for a draft. */
  content: string | null;
  draft: { id: string; title: string; body: string } | null;
  /** By field id. */
  values: Map<string, FieldValue>;
}

export interface Project {
  id: string;
  owner: string;
  number: number;
  fields: Field[];
  items: Item[];
}

export interface GithubState {
  /** By `owner/name`, then by number. */
  repositories: Map<string, Map<number, Thing>>;
  projects: Project[];
  nextId: number;
}

export const newId = (state: GithubState, kind: string): string =>
  `${kind}_${String(state.nextId++).padStart(6, '0')}`;

/** An option of a list that was just sent: the input has no id, so every option is a new one. */
export const newOption = (
  state: GithubState,
  { name, color, description }: Omit<FieldOption, 'id'>,
): FieldOption => ({
  id: newId(state, 'option'),
  name,
  color,
  description,
});

/** An error as GitHub types it. */
export const refused = (type: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } });

export const noNode = (id: string): GraphQLError =>
  refused('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'.`);

export function projectById(state: GithubState, id: string): Project {
  const project = state.projects.find((each) => each.id === id);
  if (!project) throw noNode(id);
  return project;
}

export function itemById(project: Project, id: string): Item {
  const item = project.items.find((each) => each.id === id);
  if (!item) throw noNode(id);
  return item;
}

export const thingById = (state: GithubState, id: string): Thing | undefined =>
  [...state.repositories.values()].flatMap((things) => [...things.values()]).find((thing) => thing.id === id);
