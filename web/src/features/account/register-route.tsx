import { A } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { access } from '../../api/account.ts';
import { loginPath } from '../../paths.ts';
import { texts } from '../../texts.ts';
import { Form } from '../../ui/form.tsx';
import { EmailField, NewPasswordField } from './fields.tsx';
import { Frame } from './frame.tsx';

export default function RegisterRoute() {
  const [isMailed, setMailed] = createSignal(false);
  document.title = `${texts.access.register.title} · ${texts.product}`;
  return (
    <Show
      when={!isMailed()}
      fallback={<Frame title={texts.access.mailed.title} text={texts.access.mailedRegister} />}
    >
      <Frame title={texts.access.register.title} text={texts.access.register.why}>
        <Form
          action={texts.access.register.action}
          busy={texts.access.sending}
          onSend={async ({ email = '', password = '' }) => {
            await access.register(email, password);
            setMailed(true);
          }}
          beside={<A href={loginPath}>{texts.access.register.logIn}</A>}
        >
          <EmailField />
          <NewPasswordField label={texts.access.password} name="password" />
        </Form>
      </Frame>
    </Show>
  );
}
