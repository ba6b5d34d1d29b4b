import type { Role } from '@eo/app/contract/accounts.ts';
import { createResource, createSignal, For, Show } from 'solid-js';
import { account } from '../../api/account.ts';
import { texts } from '../../texts.ts';
import { formatAge } from '../../time.ts';
import { createAttempt } from '../../ui/create-attempt.ts';
import { Field, Form } from '../../ui/form.tsx';

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
      <h2 id="keys">{texts.account.keys.heading}</h2>
      <p class="muted">{texts.account.keys.what}</p>
      <ul class="rows">
        <For each={known()} fallback={<li class="muted">{keys.loading ? '' : texts.account.keys.none}</li>}>
          {({ id, name, usedAt }) => (
            <li>
              <span class="row-name">{name}</span>
              <span class="muted">
                {usedAt
                  ? texts.account.keys.used(formatAge(Date.parse(usedAt), Date.now()))
                  : texts.account.keys.neverUsed}
              </span>
              <button
                type="button"
                class="button"
                aria-label={texts.account.keys.revoke(name)}
                onClick={() => attempt(() => revoke(id))}
              >
                {texts.account.keys.revokeShort}
              </button>
            </li>
          )}
        </For>
      </ul>
      <p class="form-problem" role="alert">
        {problem() || (keys.error as Error | undefined)?.message}
      </p>
      <Show when={made()}>
        {(key) => (
          <p class="notice" role="status">
            {texts.account.keys.made} <code class="secret">{key()}</code>
          </p>
        )}
      </Show>
      <Form
        action={texts.account.keys.make}
        busy={texts.access.sending}
        onSend={async ({ name = '' }) => {
          setMade((await account.makeKey(name, scopesOf(props.role))).key);
          await refetch();
        }}
      >
        <Field label={texts.account.keys.name} name="name" type="text" autocomplete="off" />
      </Form>
    </section>
  );
}
