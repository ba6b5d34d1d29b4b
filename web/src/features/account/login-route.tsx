import { A, useNavigate } from '@solidjs/router';
import { accountPath, forgotPath, operatorPath, registerPath } from '../../paths.ts';
import { accessTexts } from '../../texts/account.ts';
import { texts } from '../../texts/index.ts';
import { Form } from '../../ui/form.tsx';
import { EmailField, PasswordField } from './fields.tsx';
import { Frame } from './frame.tsx';
import { session } from './session.ts';
import { takeOver } from './take-over.ts';

export default function LoginRoute() {
  const navigate = useNavigate();
  document.title = `${accessTexts.logIn.title} · ${texts.product}`;
  return (
    <Frame title={accessTexts.logIn.title}>
      <Form
        action={accessTexts.logIn.action}
        busy={accessTexts.sending}
        onSend={async ({ email = '', password = '' }) => {
          await session.logIn(email, password);
          await takeOver();
          navigate(session.isOperator() ? operatorPath : accountPath, { replace: true });
        }}
        beside={
          <>
            <A href={forgotPath}>{accessTexts.logIn.forgot}</A>
            <A href={registerPath}>{accessTexts.logIn.register}</A>
          </>
        }
      >
        <EmailField />
        <PasswordField />
      </Form>
    </Frame>
  );
}
