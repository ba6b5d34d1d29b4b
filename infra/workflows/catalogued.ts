import { workflows } from '../catalog/jobs.ts';
import type { Workflow } from './model.ts';

/**
 * Name and purpose of a workflow that an event starts, as the catalogue has them.
 *
 * @throws Error when the catalogue has no such workflow (a programming mistake; generating fails)
 */
export function catalogued(file: string): Pick<Workflow, 'file' | 'purpose'> {
  const found = workflows.find((workflow) => workflow.file === file);
  if (!found) throw new Error(`The catalogue has no workflow ${file}.`);
  return { file, purpose: found.purpose };
}
