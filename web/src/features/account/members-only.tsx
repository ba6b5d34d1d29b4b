import type { AccountResponse } from '@eo/app/contract/accounts.ts';
import { Navigate } from '@solidjs/router';
import { type JSX, Match, onMount, Switch } from 'solid-js';
import { loginPath } from '../../paths.ts';
import { accountTexts } from '../../texts/account.ts';
import { operatorTexts } from '../../texts/operator.ts';
import { Panel } from '../../ui/notice.tsx';
import { session } from './session.ts';

/** Shows what is for those who are logged in; sends everybody else to log in. */
export function MembersOnly(props: { children: (account: AccountResponse) => JSX.Element }) {
  onMount(() => void session.load());
  return (
    <Switch fallback={<p class="muted">{operatorTexts.loading}</p>}>
      <Match when={session.account()}>{(account) => props.children(account())}</Match>
      <Match when={session.account() === null}>
        <Navigate href={loginPath} />
      </Match>
      <Match when={session.hasFailed()}>
        <Panel isAlone title={accountTexts.unreachable} text={accountTexts.unreachableText}>
          <button type="button" class="button" onClick={() => void session.load()}>
            {accountTexts.retry}
          </button>
        </Panel>
      </Match>
    </Switch>
  );
}
