import { A } from '@solidjs/router';
import { createSignal, type ParentProps, Show } from 'solid-js';
import { loginPath } from '../../paths.ts';
import { accessTexts } from '../../texts/account.ts';
import { texts } from '../../texts/index.ts';
import { Form } from '../../ui/form.tsx';
import { Frame } from './frame.tsx';
import { takeLinkToken } from './link-token.ts';

interface LinkPageProps extends ParentProps {
  texts: { title: string; action: string; done: string };
  /** Gets the secret of the link, and the fields by name. */
  onSend: (token: string, fields: Record<string, string>) => Promise<void>;
}

/** What the link of a mail opens: something to confirm, and then the way to log in. */
export function LinkPage(props: LinkPageProps) {
  const token = takeLinkToken();
  const [isDone, setDone] = createSignal(false);
  document.title = `${props.texts.title} · ${texts.product}`;
  return (
    <Frame
      title={isDone() ? props.texts.done : props.texts.title}
      {...(token ? {} : { text: accessTexts.noToken })}
    >
      <Show when={token && !isDone()}>
        <Form
          action={props.texts.action}
          busy={accessTexts.sending}
          onSend={async (fields) => {
            await props.onSend(token ?? '', fields);
            setDone(true);
          }}
        >
          {props.children}
        </Form>
      </Show>
      <Show when={isDone()}>
        <p>
          <A class="button button-main" href={loginPath}>
            {accessTexts.logIn.action}
          </A>
        </p>
      </Show>
    </Frame>
  );
}
