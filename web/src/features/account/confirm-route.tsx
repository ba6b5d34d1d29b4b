import { A } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { access } from '../../api/account.ts';
import { loginPath } from '../../paths.ts';
import { texts } from '../../texts.ts';
import { Form } from '../../ui/form.tsx';
import { Frame } from './frame.tsx';
import { takeLinkToken } from './link-token.ts';

/** By a button: programs that open the links of mails to look at them would confirm anything. */
export default function ConfirmRoute() {
  const token = takeLinkToken();
  const [isDone, setDone] = createSignal(false);
  document.title = `${texts.access.confirm.title} · ${texts.product}`;
  return (
    <Frame
      title={isDone() ? texts.access.confirm.done : texts.access.confirm.title}
      {...(token ? {} : { text: texts.access.noToken })}
    >
      <Show when={token && !isDone()}>
        <Form
          action={texts.access.confirm.action}
          busy={texts.access.sending}
          onSend={async () => {
            await access.confirm(token ?? '');
            setDone(true);
          }}
        />
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
