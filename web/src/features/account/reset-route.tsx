import { access } from '../../api/account.ts';
import { accessTexts } from '../../texts/account.ts';
import { NewPasswordField } from './fields.tsx';
import { LinkPage } from './link-page.tsx';

export default function ResetRoute() {
  return (
    <LinkPage texts={accessTexts.reset} onSend={(token, { password = '' }) => access.reset(token, password)}>
      <NewPasswordField label={accessTexts.newPassword} name="password" />
    </LinkPage>
  );
}
