import {
  canonical,
  canonicalPhase,
  categories,
  type Entry,
  type Fields,
  milestones,
  phases,
  priorities,
} from '../engine/item.ts';
import type { Issue, Pull } from './issue-queries.ts';
import { issueKey, issueUrl, type Repository } from './repository.ts';

/** Work that was finished longer ago is kept in step where it is, but no board gets a card for it. */
const worthAddingDays = 30;

/** An issue as an item: its pull request tells how far it is. */
export function entryOfIssue(issue: Issue, repository: Repository, now: number): Entry {
  const pulls = issue.closedByPullRequestsReferences?.nodes ?? [];
  const pull = pulls.find(({ state }) => state === 'OPEN') ?? pulls.at(-1);
  const status =
    issue.state === 'CLOSED' ? 'Done' : pull?.state === 'OPEN' ? statusOfPull(pull) : 'Not Started';
  return {
    ...common(issue, repository, now),
    fields: {
      ...commonFields(issue),
      status,
      issueUrl: issueUrl(repository, issue.number),
      prUrl: pull?.url ?? null,
    },
  };
}

/** A pull request that closes no issue is an item of its own. */
export function entryOfPull(pull: Pull, repository: Repository, now: number): Entry {
  const status = pull.pullState === 'OPEN' ? statusOfPull(pull) : 'Done';
  return {
    ...common(pull, repository, now),
    fields: { ...commonFields(pull), status, prUrl: pull.url, issueUrl: issueUrl(repository, pull.number) },
  };
}

const statusOfPull = ({ isDraft }: { isDraft: boolean }): string => (isDraft ? 'In Progress' : 'Review');

function common(thing: Issue | Pull, repository: Repository, now: number): Omit<Entry, 'fields'> {
  const closed = thing.closedAt ? now - Date.parse(thing.closedAt) : 0;
  return {
    id: String(thing.number),
    key: issueKey(repository, thing.number),
    contentId: thing.id,
    createdAt: thing.createdAt,
    worthAdding: closed <= worthAddingDays * 86_400_000,
    ...(thing.body ? { notes: thing.body } : {}),
  };
}

function commonFields({ title, labels, milestone, assignees }: Issue | Pull): Fields {
  const names = labels?.nodes.map(({ name }) => name) ?? [];
  return {
    title,
    milestone: milestone ? canonical(milestones, milestone.title) : null,
    assignee: assignees.nodes[0]?.login ?? null,
    ...fieldsOfLabels(names),
  };
}

/** `priority: high`, `priority/high`, `phase: 2`, `phase 2`, and a category by its mere name. No label: no opinion. */
function fieldsOfLabels(names: readonly string[]): Fields {
  const fields: Fields = {};
  for (const name of names) {
    const [, kind, value] = /^(priority|phase|category)\s*[:/ ]\s*(.+)$/i.exec(name) ?? [];
    const category = known(categories, canonical(categories, value ?? name));
    if (kind?.toLowerCase() === 'priority')
      fields.priority ??= known(priorities, canonical(priorities, value ?? ''));
    else if (kind?.toLowerCase() === 'phase') fields.phase ??= known(phases, canonicalPhase(value ?? ''));
    else if (category) fields.category ??= category;
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

const known = (values: readonly string[], value: string): string | null =>
  values.includes(value) ? value : null;
