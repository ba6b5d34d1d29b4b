import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectDir } from '../../toolchain/project.ts';
import type { Workflow } from '../model.ts';

/** A workflow as it is committed: what GitHub reads. */
export interface Committed extends Omit<Workflow, 'purpose'> {
  path: string;
  text: string;
  permissions: object;
  defaults: { run: { shell: string } };
}

const folder = '.github/workflows';

export const committedWorkflows: readonly Committed[] = readdirSync(join(projectDir, folder)).map((file) => {
  const path = `${folder}/${file}`;
  const text = readFileSync(join(projectDir, path), 'utf8');
  return { ...parse(text), file, path, text };
});

/** @throws Error when there is no such workflow */
export function committed(file: string): Committed {
  const found = committedWorkflows.find((workflow) => workflow.file === file);
  if (!found) throw new Error(`There is no workflow ${file}.`);
  return found;
}
