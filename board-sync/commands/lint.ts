import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseTodo } from '../sources/todo-file.ts';
import type { Context } from './context.ts';

/** A line of the checklist that a sync would pass over in part. */
interface Finding {
  /** From 1. */
  line: number;
  problem: string;
}

/**
 * `lint`: what in the checklist is not understood, without asking a service. Exit code 1 when there is any; on GitHub each
 * stands at its line of the pull request.
 */
export function lint({ workspace, shell, print }: Context, file: string): number {
  const path = join(workspace.folder, file);
  if (!existsSync(path)) {
    print(`There is no ${file}: nothing to look at.`, { file, items: 0, findings: [] });
    return 0;
  }
  const text = readFileSync(path, 'utf8');
  const items = parseTodo(text);
  const findings = [...conflictsIn(text), ...items.flatMap(findingsOf)].sort((a, b) => a.line - b.line);
  const name = relative(workspace.folder, path);
  const lines = findings.map(({ line, problem }) =>
    shell.env.GITHUB_ACTIONS
      ? `::error file=${name},line=${line}::${problem}`
      : `${name}:${line}: ${problem}`,
  );
  const summary = `${items.length} items, ${findings.length} not understood`;
  print([...lines, summary].join('\n'), { file: name, items: items.length, findings });
  return findings.length > 0 ? 1 : 0;
}

function findingsOf({
  id,
  hasId,
  line,
  lineIndex,
  problems,
}: ReturnType<typeof parseTodo>[number]): Finding[] {
  const twice =
    line.id !== null && !hasId ? [`The id ${line.id} stands twice; the next sync writes ${id}.`] : [];
  return [...twice, ...problems].map((problem) => ({ line: lineIndex + 1, problem }));
}

const conflictsIn = (text: string): Finding[] =>
  text
    .split(/\r?\n/)
    .flatMap((line, index) =>
      /^(<{7}|>{7}) /.test(line) ? [{ line: index + 1, problem: 'A merge conflict is not solved.' }] : [],
    );
