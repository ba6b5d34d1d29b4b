import { createResource, For, Show } from 'solid-js';
import { account } from '../../api/account.ts';
import { accountTexts } from '../../texts/account.ts';
import { formatAge } from '../../time.ts';
import { createAttempt } from '../../ui/create-attempt.ts';
import { ProblemLine } from '../../ui/problem.tsx';
import { clientName } from './client-name.ts';

/** Where the account is logged in, and how it ends everywhere else. */
export function Sessions() {
  const [sessions, { refetch }] = createResource(account.sessions);
  const { problem, attempt } = createAttempt();
  const endOthers = async (): Promise<void> => {
    await account.endOtherSessions();
    await refetch();
  };
  const known = () => (sessions.error ? [] : (sessions.latest ?? []));
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{accountTexts.sessions.heading}</h2>
      <ul class="rows">
        <For each={known()}>
          {({ client, usedAt, current }) => (
            <li>
              <span class="row-name">{clientName(client)}</span>
              <span class="muted">
                {current
                  ? accountTexts.sessions.current
                  : accountTexts.sessions.used(formatAge(Date.parse(usedAt), Date.now()))}
              </span>
            </li>
          )}
        </For>
      </ul>
      <ProblemLine text={problem() || (sessions.error as Error | undefined)?.message} />
      <Show when={known().length > 1}>
        <button type="button" class="button" onClick={() => attempt(endOthers)}>
          {accountTexts.sessions.end}
        </button>
      </Show>
    </section>
  );
}
