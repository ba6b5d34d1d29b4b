import { A, useNavigate } from '@solidjs/router';
import { accountPath, forgotPath, operatorPath, registerPath } from '../../paths.ts';
import { texts } from '../../texts.ts';
import { Form } from '../../ui/form.tsx';
import { EmailField, PasswordField } from './fields.tsx';
import { Frame } from './frame.tsx';
import { session } from './session.ts';

export default function LoginRoute() {
  const navigate = useNavigate();
  document.title = `${texts.access.logIn.title} · ${texts.product}`;
  return (
    <Frame title={texts.access.logIn.title}>
      <Form
        action={texts.access.logIn.action}
        busy={texts.access.sending}
        onSend={async ({ email = '', password = '' }) => {
          await session.logIn(email, password);
          navigate(session.isOperator() ? operatorPath : accountPath, { replace: true });
        }}
        beside={
          <>
            <A href={forgotPath}>{texts.access.logIn.forgot}</A>
            <A href={registerPath}>{texts.access.logIn.register}</A>
          </>
        }
      >
        <EmailField />
        <PasswordField />
      </Form>
    </Frame>
  );
}
