import { createResource, onCleanup, Show } from 'solid-js';
import { alerts as api } from '../../api/alerts.ts';
import { accountTexts } from '../../texts/account.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { Panel } from '../../ui/notice.tsx';
import { AlertList } from './alert-list.tsx';
import { Browsers } from './browsers.tsx';
import { Deliveries } from './deliveries.tsx';
import { NewAlert } from './new-alert.tsx';

/** What was sent is looked at again so often, in milliseconds, while the page is seen. */
const lookEveryMs = 5_000;

/** What a household wants to hear of, and what it heard. */
export function AlertsView() {
  const [known, { refetch }] = createResource(api.read);
  const [deliveries, { refetch: look }] = createResource(api.deliveries);
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible' && !deliveries.loading) void look();
  }, lookEveryMs);
  onCleanup(() => clearInterval(timer));
  const reload = async (): Promise<void> => {
    await Promise.all([refetch(), look()]);
  };
  const value = () => (known.error ? undefined : known.latest);
  return (
    <>
      <section>
        <h1 class="page-title">{alertTexts.title}</h1>
        <p class="muted">{alertTexts.what}</p>
      </section>
      <Show when={known.error}>
        <Panel title={accountTexts.unreachable} text={(known.error as Error).message}>
          <button type="button" class="button" onClick={() => void reload()}>
            {accountTexts.retry}
          </button>
        </Panel>
      </Show>
      <Show when={value()}>
        {(shown) => (
          <div class="account-parts">
            <AlertList alerts={shown().alerts} onChanged={reload} />
            <NewAlert channels={shown().channels} onMade={reload} />
            <Show when={shown().channels.push}>
              {(key) => <Browsers browsers={shown().browsers} serverKey={key()} onChanged={reload} />}
            </Show>
            <Deliveries deliveries={deliveries.error ? [] : (deliveries.latest ?? [])} onChanged={reload} />
          </div>
        )}
      </Show>
    </>
  );
}
