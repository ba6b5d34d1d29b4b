/** A repository on GitHub. */
export interface Repository {
  owner: string;
  name: string;
}

/** Reads `owner/name`; null when the text is something else. */
export function parseRepository(text: string): Repository | null {
  const match = /^([\w.-]+)\/([\w.-]+?)(?:\.git)?$/.exec(text.trim());
  return match?.[1] && match[2] ? { owner: match[1], name: match[2] } : null;
}

/** The repository that a git remote points to; null when it is not on GitHub. */
export function repositoryOfRemote(url: string): Repository | null {
  const path = /^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]+@)?github\.com[:/](.+?)\/?$/.exec(url.trim())?.[1];
  return path ? parseRepository(path) : null;
}

/** The key of an issue or pull request: GitHub numbers them together. */
export const issueKey = ({ owner, name }: Repository, number: number): string =>
  `issue/${owner}/${name}#${number}`;

export const issueUrl = ({ owner, name }: Repository, number: number): string =>
  `https://github.com/${owner}/${name}/issues/${number}`;

/** The key that a web address of an issue or pull request stands for. */
export function keyOfUrl(url: string): string | null {
  const match = /^https:\/\/github\.com\/([\w.-]+)\/([\w.-]+)\/(?:issues|pull)\/(\d+)/.exec(url);
  return match?.[1] && match[2] ? issueKey({ owner: match[1], name: match[2] }, Number(match[3])) : null;
}
