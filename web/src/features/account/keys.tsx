import type { Role } from '@eo/app/contract/accounts.ts';
import { createResource, createSignal, For, Show } from 'solid-js';
import { account } from '../../api/account.ts';
import { accessTexts, accountTexts } from '../../texts/account.ts';
import { formatAge } from '../../time.ts';
import { createAttempt } from '../../ui/create-attempt.ts';
import { Field, Form } from '../../ui/form.tsx';
import { ProblemLine } from '../../ui/problem.tsx';

/** A key reads; nothing is changed with one. That of an operator reads the stack as well. */
const scopesOf = (role: Role): string[] =>
  role === 'user' ? ['account:read'] : ['account:read', 'stack:read'];

/** Keys of machines: made, shown once, revoked. */
export function Keys(props: { role: Role }) {
  const [keys, { refetch }] = createResource(account.keys);
  const [made, setMade] = createSignal<string | null>(null);
  const { problem, attempt } = createAttempt();
  const revoke = async (id: string): Promise<void> => {
    await account.revokeKey(id);
    await refetch();
  };
  const known = () => (keys.error ? [] : (keys.latest ?? []));
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">{accountTexts.keys.heading}</h2>
      <p class="muted">{accountTexts.keys.what}</p>
      <ul class="rows">
        <For each={known()} fallback={<li class="muted">{keys.loading ? '' : accountTexts.keys.none}</li>}>
          {({ id, name, usedAt }) => (
            <li>
              <span class="row-name">{name}</span>
              <span class="muted">
                {usedAt
                  ? accountTexts.keys.used(formatAge(Date.parse(usedAt), Date.now()))
                  : accountTexts.keys.neverUsed}
              </span>
              <button
                type="button"
                class="button"
                aria-label={accountTexts.keys.revoke(name)}
                onClick={() => attempt(() => revoke(id))}
              >
                {accountTexts.keys.revokeShort}
              </button>
            </li>
          )}
        </For>
      </ul>
      <ProblemLine text={problem() || (keys.error as Error | undefined)?.message} />
      <Show when={made()}>
        {(key) => (
          <p class="notice" role="status">
            {accountTexts.keys.made} <code class="secret">{key()}</code>
          </p>
        )}
      </Show>
      <Form
        action={accountTexts.keys.make}
        busy={accessTexts.sending}
        onSend={async ({ name = '' }) => {
          setMade((await account.makeKey(name, scopesOf(props.role))).key);
          await refetch();
        }}
      >
        <Field label={accountTexts.keys.name} name="name" type="text" autocomplete="off" />
      </Form>
    </section>
  );
}
