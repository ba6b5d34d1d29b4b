import { A } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { access } from '../../api/account.ts';
import { loginPath } from '../../paths.ts';
import { texts } from '../../texts.ts';
import { Field, Form } from '../../ui/form.tsx';
import { Frame } from './frame.tsx';
import { takeLinkToken } from './link-token.ts';

export default function ResetRoute() {
  const token = takeLinkToken();
  const [isDone, setDone] = createSignal(false);
  document.title = `${texts.access.reset.title} · ${texts.product}`;
  return (
    <Frame
      title={isDone() ? texts.access.reset.done : texts.access.reset.title}
      {...(token ? {} : { text: texts.access.noToken })}
    >
      <Show when={token && !isDone()}>
        <Form
          action={texts.access.reset.action}
          busy={texts.access.sending}
          onSend={async ({ password = '' }) => {
            await access.reset(token ?? '', password);
            setDone(true);
          }}
        >
          <Field
            label={texts.access.newPassword}
            name="password"
            type="password"
            autocomplete="new-password"
            minlength={8}
            hint={texts.access.passwordHint}
          />
        </Form>
      </Show>
      <Show when={isDone()}>
        <p>
          <A class="button button-main" href={loginPath}>
            {texts.access.logIn.action}
          </A>
        </p>
      </Show>
    </Frame>
  );
}
