import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { SyncError } from '../errors.ts';

interface Matcher {
  matcher?: string;
  hooks: { type: string; command?: string }[];
}

/** The part of Claude Code's settings that is read here; everything else is carried along as it is. */
export interface ClaudeSettings {
  hooks?: Record<string, Matcher[]>;
  [other: string]: unknown;
}

/** By this path a hook of ours is known. */
const ours = 'board-sync/hooks/run.sh';

/** The settings with our hooks after the user's own; ours of an earlier version are replaced. */
function withHooks(settings: ClaudeSettings, template: ClaudeSettings): ClaudeSettings {
  const hooks = { ...withoutHooks(settings).hooks };
  for (const [event, matchers] of Object.entries(template.hooks ?? {})) {
    hooks[event] = [...(hooks[event] ?? []), ...matchers];
  }
  return { ...settings, hooks };
}

/** The settings without our hooks, and without what is empty because of that. */
function withoutHooks({ hooks = {}, ...others }: ClaudeSettings): ClaudeSettings {
  const left = Object.entries(hooks).flatMap(([event, matchers]): [string, Matcher[]][] => {
    const kept = matchers.flatMap((matcher) => {
      const own = matcher.hooks.filter(({ command }) => !command?.includes(ours));
      return own.length === matcher.hooks.length
        ? [matcher]
        : own.length > 0
          ? [{ ...matcher, hooks: own }]
          : [];
    });
    return kept.length > 0 || matchers.length === 0 ? [[event, kept]] : [];
  });
  return left.length > 0 ? { ...others, hooks: Object.fromEntries(left) } : others;
}

/**
 * Changes `.claude/settings.json` of a project; returns its path when it changed, else null. A file that would hold
 * nothing any more is removed.
 *
 * @throws SyncError `hooks` when the file is no JSON of the expected form: it is left as it is
 */
export function changeClaudeSettings(folder: string, action: 'install' | 'uninstall'): string | null {
  const file = join(folder, '.claude', 'settings.json');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  const before = parseSettings(file, text);
  const template = JSON.parse(readFileSync(new URL('claude-settings.json', import.meta.url), 'utf8'));
  const after = action === 'install' ? withHooks(before, template) : withoutHooks(before);
  if (isDeepStrictEqual(before, after)) return null;
  if (Object.keys(after).length === 0 && lstatSync(file).isFile()) rmSync(file);
  else replaceFile(file, `${JSON.stringify(after, null, indentOf(text))}\n`);
  return file;
}

const indentOf = (json: string): string => /^([ \t]+)"/m.exec(json)?.[1] ?? '  ';

/** Writes it in one step; a link (people keep their settings elsewhere) stays a link. */
function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const target = existsSync(file) ? realpathSync(file) : file;
  const draft = `${target}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, target);
}

function parseSettings(file: string, text: string): ClaudeSettings {
  try {
    const settings = JSON.parse(text) as ClaudeSettings;
    withoutHooks(settings);
    return settings;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SyncError(
      'hooks',
      `${file} cannot be read (${why}); nothing was changed. Mend it, then try again.`,
    );
  }
}
