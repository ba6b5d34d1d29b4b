import { A } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { access } from '../../api/account.ts';
import { loginPath } from '../../paths.ts';
import { accessTexts } from '../../texts/account.ts';
import { texts } from '../../texts/index.ts';
import { Form } from '../../ui/form.tsx';
import { EmailField, NewPasswordField } from './fields.tsx';
import { Frame } from './frame.tsx';

export default function RegisterRoute() {
  const [isMailed, setMailed] = createSignal(false);
  document.title = `${accessTexts.register.title} · ${texts.product}`;
  return (
    <Show
      when={!isMailed()}
      fallback={<Frame title={accessTexts.mailed.title} text={accessTexts.mailedRegister} />}
    >
      <Frame title={accessTexts.register.title} text={accessTexts.register.why}>
        <Form
          action={accessTexts.register.action}
          busy={accessTexts.sending}
          onSend={async ({ email = '', password = '' }) => {
            await access.register(email, password);
            setMailed(true);
          }}
          beside={<A href={loginPath}>{accessTexts.register.logIn}</A>}
        >
          <EmailField />
          <NewPasswordField label={accessTexts.password} name="password" />
        </Form>
      </Frame>
    </Show>
  );
}
