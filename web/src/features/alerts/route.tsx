import { texts } from '../../texts.ts';
import { PlainLine } from '../../ui/pages-nav.tsx';
import { MembersOnly } from '../account/members-only.tsx';
import { AlertsView } from './view.tsx';

export default function AlertsRoute() {
  document.title = `${texts.alerts.title} · ${texts.product}`;
  return (
    <div class="page">
      <PlainLine />
      <main>
        <MembersOnly>{() => <AlertsView />}</MembersOnly>
      </main>
    </div>
  );
}
