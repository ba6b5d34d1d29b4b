import { createSignal, Show } from 'solid-js';
import { access } from '../../api/account.ts';
import { texts } from '../../texts.ts';
import { Form } from '../../ui/form.tsx';
import { EmailField } from './fields.tsx';
import { Frame } from './frame.tsx';

export default function ForgotRoute() {
  const [isMailed, setMailed] = createSignal(false);
  document.title = `${texts.access.forgot.title} · ${texts.product}`;
  return (
    <Show
      when={!isMailed()}
      fallback={<Frame title={texts.access.mailed.title} text={texts.access.mailedForgot} />}
    >
      <Frame title={texts.access.forgot.title}>
        <Form
          action={texts.access.forgot.action}
          busy={texts.access.sending}
          onSend={async ({ email = '' }) => {
            await access.forget(email);
            setMailed(true);
          }}
        >
          <EmailField />
        </Form>
      </Frame>
    </Show>
  );
}
