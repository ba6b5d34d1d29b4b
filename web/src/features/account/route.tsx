import { accountTexts } from '../../texts/account.ts';
import { texts } from '../../texts/index.ts';
import { PlainLine } from '../../ui/pages-nav.tsx';
import { MembersOnly } from './members-only.tsx';
import { AccountView } from './view.tsx';

export default function AccountRoute() {
  document.title = `${accountTexts.title} · ${texts.product}`;
  return (
    <div class="page">
      <PlainLine />
      <main>
        <MembersOnly>{(account) => <AccountView account={account} />}</MembersOnly>
      </main>
    </div>
  );
}
