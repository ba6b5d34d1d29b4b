import { access } from '../../api/account.ts';
import { texts } from '../../texts.ts';
import { NewPasswordField } from './fields.tsx';
import { LinkPage } from './link-page.tsx';

export default function ResetRoute() {
  return (
    <LinkPage texts={texts.access.reset} onSend={(token, { password = '' }) => access.reset(token, password)}>
      <NewPasswordField label={texts.access.newPassword} name="password" />
    </LinkPage>
  );
}
