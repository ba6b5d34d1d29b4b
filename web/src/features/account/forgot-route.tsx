import { createSignal, Show } from 'solid-js';
import { access } from '../../api/account.ts';
import { accessTexts } from '../../texts/account.ts';
import { texts } from '../../texts/index.ts';
import { Form } from '../../ui/form.tsx';
import { EmailField } from './fields.tsx';
import { Frame } from './frame.tsx';

export default function ForgotRoute() {
  const [isMailed, setMailed] = createSignal(false);
  document.title = `${accessTexts.forgot.title} · ${texts.product}`;
  return (
    <Show
      when={!isMailed()}
      fallback={<Frame title={accessTexts.mailed.title} text={accessTexts.mailedForgot} />}
    >
      <Frame title={accessTexts.forgot.title}>
        <Form
          action={accessTexts.forgot.action}
          busy={accessTexts.sending}
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
