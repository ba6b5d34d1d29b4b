import { createResource, For, Show } from 'solid-js';
import { account } from '../../api/account.ts';
import { texts } from '../../texts.ts';
import { formatAge } from '../../time.ts';
import { createAttempt } from '../../ui/create-attempt.ts';
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
      <h2 id="sessions">{texts.account.sessions.heading}</h2>
      <ul class="rows">
        <For each={known()}>
          {({ client, usedAt, current }) => (
            <li>
              <span class="row-name">{clientName(client)}</span>
              <span class="muted">
                {current
                  ? texts.account.sessions.current
                  : texts.account.sessions.used(formatAge(Date.parse(usedAt), Date.now()))}
              </span>
            </li>
          )}
        </For>
      </ul>
      <p class="form-problem" role="alert">
        {problem() || (sessions.error as Error | undefined)?.message}
      </p>
      <Show when={known().length > 1}>
        <button type="button" class="button" onClick={() => attempt(endOthers)}>
          {texts.account.sessions.end}
        </button>
      </Show>
    </section>
  );
}
