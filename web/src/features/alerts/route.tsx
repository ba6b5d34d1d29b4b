import { alertTexts } from '../../texts/alerts.ts';
import { texts } from '../../texts/index.ts';
import { PlainLine } from '../../ui/pages-nav.tsx';
import { MembersOnly } from '../account/members-only.tsx';
import { AlertsView } from './view.tsx';

export default function AlertsRoute() {
  document.title = `${alertTexts.title} · ${texts.product}`;
  return (
    <div class="page">
      <PlainLine />
      <main>
        <MembersOnly>{() => <AlertsView />}</MembersOnly>
      </main>
    </div>
  );
}
