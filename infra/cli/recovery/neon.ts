import type { Branch } from '@neondatabase/api-client';
import { makeOnce } from '../../plugins/neon/kinds/make-once.ts';
import { openSession, type Session } from '../../plugins/neon/session.ts';
import { CliError } from '../errors.ts';
import type { Stack } from '../stack.ts';

/** What was there before, and the name that it has now. */
export interface RecoveredBranch {
  keptAs: string;
}

/**
 * Has Neon put the database of a stack back to an instant, out of its own history. The branch keeps its id, its addresses and its
 * name, so that Pulumi sees no difference; what was there stays as a branch of its own.
 *
 * @param to ISO 8601; Neon knows six hours back on Free, and up to seven days on Launch
 * @throws CliError for an instant that is none or is yet to come; NeonError with Neon's words, when the database is as it was
 * @see https://api-docs.neon.tech/reference/restoreprojectbranch
 */
export async function recoverAtNeon(
  stack: Stack,
  to: string,
  { client }: Session = openSession(process.env),
): Promise<RecoveredBranch> {
  const instant = instantOf(to);
  const { projectId, branchId } = await branchOf(stack);
  const branches = `/projects/${projectId}/branches`;
  const keptAs = `before-recovery-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  await makeOnce(
    async () =>
      (await client.all<Branch>(branches, 'branches', { search: keptAs })).find(
        ({ name }) => name === keptAs,
      ),
    async () => {
      const body = { source_branch_id: branchId, source_timestamp: instant, preserve_under_name: keptAs };
      await client.change('POST', `${branches}/${branchId}/restore`, body);
      return undefined;
    },
  );
  return { keptAs };
}

function instantOf(to: string): string {
  const ms = Date.parse(to);
  if (!Number.isFinite(ms))
    throw new CliError(
      `--to is ${JSON.stringify(to)}; Neon takes an instant, like 2026-11-27T09:41:30Z: as of now it has lost nothing.`,
    );
  if (ms > Date.now()) throw new CliError(`--to is ${to}, which is yet to come.`);
  return new Date(ms).toISOString();
}

/** Where the roles of the database are. */
async function branchOf(stack: Stack): Promise<{ projectId: string; branchId: string }> {
  const { deployment } = await stack.exportStack();
  const resources: { type: string; inputs?: { projectId?: string; branchId?: string } }[] =
    deployment.resources ?? [];
  const { projectId, branchId } = resources.find(({ type }) => type === 'neon:index:Role')?.inputs ?? {};
  if (projectId && branchId) return { projectId, branchId };
  throw new CliError(
    `Stack ${stack.name} has no database at Neon yet. Bring it up: npm run up -- ${stack.name}`,
  );
}
