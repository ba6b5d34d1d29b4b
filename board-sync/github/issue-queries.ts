/** What is asked of an issue. Closed pull requests are asked too: a merged one is still the one that did it. */
const issueFields = `
  fragment IssueFields on Issue {
    id number title state closedAt createdAt body
    labels(first: 20) { nodes { name } }
    milestone { title }
    assignees(first: 1) { nodes { login } }
    closedByPullRequestsReferences(first: 5, includeClosedPrs: true) { nodes { url state isDraft } }
  }`;

/** `state` under another name: in one answer with an issue's it would be two types at once. */
const pullFields = `
  fragment PullFields on PullRequest {
    id number title pullState: state isDraft closedAt createdAt body url
    labels(first: 20) { nodes { name } }
    milestone { title }
    assignees(first: 1) { nodes { login } }
    closingIssuesReferences(first: 10) { nodes { number } }
  }`;

export const issuesQuery = `
  query Issues($owner: String!, $name: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      issues(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...IssueFields } }
    }
  }${issueFields}`;

export const pullsQuery = `
  query Pulls($owner: String!, $name: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      pullRequests(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...PullFields } }
    }
  }${pullFields}`;

export const issueOrPullQuery = `
  query IssueOrPull($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) {
      issueOrPullRequest(number: $number) { __typename ...IssueFields ...PullFields }
    }
  }${issueFields}${pullFields}`;

export const closeIssue = `
  mutation CloseIssue($id: ID!) { closeIssue(input: { issueId: $id, stateReason: COMPLETED }) { issue { id } } }`;

export const reopenIssue = `
  mutation ReopenIssue($id: ID!) { reopenIssue(input: { issueId: $id }) { issue { id } } }`;

interface Common {
  id: string;
  number: number;
  title: string;
  closedAt: string | null;
  createdAt: string;
  body: string;
  labels: { nodes: { name: string }[] } | null;
  milestone: { title: string } | null;
  assignees: { nodes: { login: string }[] };
}
export interface Issue extends Common {
  __typename?: 'Issue';
  state: 'OPEN' | 'CLOSED';
  closedByPullRequestsReferences: { nodes: { url: string; state: PullState; isDraft: boolean }[] } | null;
}
export interface Pull extends Common {
  __typename?: 'PullRequest';
  url: string;
  pullState: PullState;
  isDraft: boolean;
  closingIssuesReferences: { nodes: { number: number }[] } | null;
}
export type PullState = 'OPEN' | 'CLOSED' | 'MERGED';
