import type { AccountResponse } from '@eo/app/contract/accounts.ts';
import { A, useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { account as own } from '../../api/account.ts';
import { householdPath, loginPath, nowPath } from '../../paths.ts';
import { accessTexts, accountTexts } from '../../texts/account.ts';
import { householdTexts } from '../../texts/household.ts';
import { createAttempt } from '../../ui/create-attempt.ts';
import { Form } from '../../ui/form.tsx';
import { ProblemLine } from '../../ui/problem.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { NewPasswordField, PasswordField } from './fields.tsx';
import { Keys } from './keys.tsx';
import { session } from './session.ts';
import { Sessions } from './sessions.tsx';

/** What is kept of somebody, and how it is changed, taken along and deleted. */
export function AccountView(props: { account: AccountResponse }) {
  const navigate = useNavigate();
  const { problem, attempt } = createAttempt();
  return (
    <>
      <section class="account-head">
        <div>
          <h1 class="page-title">{accountTexts.title}</h1>
          <p class="muted account-address">
            {props.account.email} · {accountTexts.as(accountTexts.role[props.account.role])}
          </p>
        </div>
        <button
          type="button"
          class="button"
          onClick={() =>
            attempt(async () => {
              await session.logOut();
              navigate(loginPath);
            })
          }
        >
          {accountTexts.logOut}
        </button>
      </section>
      <ProblemLine text={problem()} />
      <div class="account-parts">
        <section aria-labelledby="household">
          <h2 id="household">{householdTexts.title}</h2>
          <p class="muted">{householdTexts.what}</p>
          <A class="button" href={householdPath({})}>
            {householdTexts.open}
          </A>
        </section>
        <Sessions />
        <Keys role={props.account.role} />
        <PasswordPart email={props.account.email} />
        <section aria-labelledby="data">
          <h2 id="data">{accountTexts.data.heading}</h2>
          <p>
            <button
              type="button"
              class="button"
              onClick={() =>
                attempt(async () => saveFile(await own.export(), 'electricity-optimizer-account.json'))
              }
            >
              {accountTexts.data.export}
            </button>
          </p>
          <details class="danger">
            <summary>{accountTexts.data.delete}</summary>
            <Form
              action={accountTexts.data.delete}
              busy={accessTexts.sending}
              isDangerous
              onSend={async ({ password = '' }) => {
                await own.delete(password);
                session.forget();
                navigate(nowPath({}));
              }}
            >
              <p>{accountTexts.data.deleteHint}</p>
              <Username email={props.account.email} />
              <PasswordField />
            </Form>
          </details>
        </section>
      </div>
    </>
  );
}

function PasswordPart(props: { email: string }) {
  const [isDone, setDone] = createSignal(false);
  return (
    <section aria-labelledby="password">
      <h2 id="password">{accountTexts.password.heading}</h2>
      <Form
        action={accountTexts.password.action}
        busy={accessTexts.sending}
        onSend={async ({ password = '', newPassword = '' }) => {
          setDone(false);
          await own.changePassword(password, newPassword);
          setDone(true);
        }}
      >
        <Username email={props.email} />
        <PasswordField label={accountTexts.password.old} />
        <NewPasswordField label={accessTexts.newPassword} name="newPassword" />
        <p role="status">{isDone() ? accountTexts.password.done : ''}</p>
      </Form>
    </section>
  );
}

/** Tells password managers whose password is asked for. */
const Username = (props: { email: string }) => (
  <input type="hidden" name="username" autocomplete="username" value={props.email} />
);
