import { access } from '../../api/account.ts';
import { texts } from '../../texts.ts';
import { LinkPage } from './link-page.tsx';

/** By a button: programs that open the links of mails to look at them would confirm anything. */
export default function ConfirmRoute() {
  return <LinkPage texts={texts.access.confirm} onSend={(token) => access.confirm(token)} />;
}
