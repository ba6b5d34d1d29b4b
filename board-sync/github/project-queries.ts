export const projectQuery = `
  query Project($owner: String!, $number: Int!, $after: String) {
    repositoryOwner(login: $owner) {
      ... on ProjectV2Owner {
        projectV2(number: $number) {
          id
          fields(first: 100, after: $after) {
            pageInfo { hasNextPage endCursor }
            nodes {
              __typename
              ... on ProjectV2FieldCommon { id name dataType }
              ... on ProjectV2SingleSelectField { options { id name color description } }
            }
          }
        }
      }
    }
  }`;

export const itemsQuery = `
  query Items($project: ID!, $after: String) {
    node(id: $project) {
      ... on ProjectV2 {
        items(first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes {
            id createdAt isArchived
            content {
              __typename
              ... on DraftIssue { id title body }
              ... on Issue { number repository { nameWithOwner } }
              ... on PullRequest { number repository { nameWithOwner } }
            }
            fieldValues(first: 50) {
              nodes {
                ... on ProjectV2ItemFieldTextValue { text field { ... on ProjectV2FieldCommon { id } } }
                ... on ProjectV2ItemFieldNumberValue { number field { ... on ProjectV2FieldCommon { id } } }
                ... on ProjectV2ItemFieldDateValue { date field { ... on ProjectV2FieldCommon { id } } }
                ... on ProjectV2ItemFieldSingleSelectValue { name field { ... on ProjectV2FieldCommon { id } } }
              }
            }
          }
        }
      }
    }
  }`;

export const contentQuery = `
  query Content($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) {
      issueOrPullRequest(number: $number) { ... on Issue { id } ... on PullRequest { id } }
    }
  }`;

export const createField = `
  mutation CreateField($input: CreateProjectV2FieldInput!) {
    createProjectV2Field(input: $input) { projectV2Field { ... on ProjectV2FieldCommon { id } } }
  }`;

export const updateField = `
  mutation UpdateField($input: UpdateProjectV2FieldInput!) {
    updateProjectV2Field(input: $input) { projectV2Field { ... on ProjectV2FieldCommon { id } } }
  }`;

export const addItem = `
  mutation AddItem($project: ID!, $content: ID!) {
    addProjectV2ItemById(input: { projectId: $project, contentId: $content }) { item { id isArchived } }
  }`;

export const addDraft = `
  mutation AddDraft($project: ID!, $title: String!, $body: String!) {
    addProjectV2DraftIssue(input: { projectId: $project, title: $title, body: $body }) { projectItem { id } }
  }`;

export const updateDraft = `
  mutation UpdateDraft($draft: ID!, $title: String!) {
    updateProjectV2DraftIssue(input: { draftIssueId: $draft, title: $title }) { draftIssue { id } }
  }`;

export const archiveItem = `
  mutation ArchiveItem($project: ID!, $item: ID!) {
    archiveProjectV2Item(input: { projectId: $project, itemId: $item }) { item { id } }
  }`;

export const unarchiveItem = `
  mutation UnarchiveItem($project: ID!, $item: ID!) {
    unarchiveProjectV2Item(input: { projectId: $project, itemId: $item }) { item { id } }
  }`;

/** A value of a field of an item; null empties it. */
export interface FieldWrite {
  item: string;
  field: string;
  value: object | null;
}

/** Many field values in one call, each under a name of its own. */
export function writeFields(
  project: string,
  writes: readonly FieldWrite[],
): { document: string; variables: Record<string, unknown> } {
  const variables: Record<string, unknown> = {};
  const parameters: string[] = [];
  const calls = writes.map(({ item, field, value }, index) => {
    const [type, name] = value
      ? ['UpdateProjectV2ItemFieldValueInput', 'updateProjectV2ItemFieldValue']
      : ['ClearProjectV2ItemFieldValueInput', 'clearProjectV2ItemFieldValue'];
    variables[`w${index}`] = {
      projectId: project,
      itemId: item,
      fieldId: field,
      ...(value ? { value } : {}),
    };
    parameters.push(`$w${index}: ${type}!`);
    return `w${index}: ${name}(input: $w${index}) { projectV2Item { id } }`;
  });
  return { document: `mutation WriteFields(${parameters.join(', ')}) { ${calls.join(' ')} }`, variables };
}

export interface ProjectField {
  id: string;
  name: string;
  dataType: string;
  options?: { id: string; name: string; color: string; description: string }[];
}

export interface ProjectItem {
  id: string;
  createdAt: string;
  isArchived: boolean;
  content:
    | { __typename: 'DraftIssue'; id: string; title: string; body: string }
    | { __typename: 'Issue' | 'PullRequest'; number: number; repository: { nameWithOwner: string } }
    | null;
  fieldValues: { nodes: FieldValue[] };
}

/** Values of other kinds of fields (labels, reviewers) come as empty objects. */
export interface FieldValue {
  field?: { id: string };
  text?: string;
  number?: number;
  date?: string;
  name?: string;
}
