import { access } from '../../api/account.ts';
import { accessTexts } from '../../texts/account.ts';
import { LinkPage } from './link-page.tsx';

/** By a button: programs that open the links of mails to look at them would confirm anything. */
export default function ConfirmRoute() {
  return <LinkPage texts={accessTexts.confirm} onSend={(token) => access.confirm(token)} />;
}
