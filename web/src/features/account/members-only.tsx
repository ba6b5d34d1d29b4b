import type { AccountResponse } from '@eo/app/contract/accounts.ts';
import { Navigate } from '@solidjs/router';
import { type JSX, Match, onMount, Switch } from 'solid-js';
import { loginPath } from '../../paths.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/notice.tsx';
import { session } from './session.ts';

/** Shows what is for those who are logged in; sends everybody else to log in. */
export function MembersOnly(props: { children: (account: AccountResponse) => JSX.Element }) {
  onMount(() => void session.load());
  return (
    <Switch fallback={<p class="muted">{texts.operator.loading}</p>}>
      <Match when={session.account()}>{(account) => props.children(account())}</Match>
      <Match when={session.account() === null}>
        <Navigate href={loginPath} />
      </Match>
      <Match when={session.hasFailed()}>
        <Panel isAlone title={texts.account.unreachable} text={texts.account.unreachableText}>
          <button type="button" class="button" onClick={() => void session.load()}>
            {texts.account.retry}
          </button>
        </Panel>
      </Match>
    </Switch>
  );
}
