import { Document, isScalar, visit } from 'yaml';
import { versionOf } from './actions.ts';
import type { Workflow } from './model.ts';

const marker =
  'Generated from infra/catalog and infra/workflows by `npm run generate`; changes here are overwritten.';

/** The text of a workflow file: header, no permissions unless a job names them, each action with its version beside it. */
export function toYaml({ file, purpose, on, concurrency, jobs }: Workflow): string {
  const content = {
    name: file.replace(/\.yml$/, ''),
    on,
    permissions: {},
    concurrency,
    // The shell that GitHub calls `bash` ends with the first failure, also of a part of a pipe.
    defaults: { run: { shell: 'bash' } },
    jobs,
  };
  const document = new Document(content, { aliasDuplicateObjects: false });
  document.commentBefore = ` ${marker}\n ${purpose}.`;
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'uses' || !isScalar(value)) return;
      value.comment = ` ${versionOf(String(value.value)) ?? 'not pinned'}`;
    },
  });
  return document.toString({ lineWidth: 0, blockQuote: 'literal' });
}
