import type { PushSubscriptionSummary } from '@eo/app/contract/alerts.ts';
import { createSignal, For } from 'solid-js';
import { alerts as api } from '../../api/alerts.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { formatAge } from '../../time.ts';
import { createAttempt } from '../../ui/create-attempt.ts';
import { ProblemLine } from '../../ui/problem.tsx';
import { clientName } from '../account/client-name.ts';
import { subscribe } from './push.ts';

interface BrowsersProps {
  browsers: readonly PushSubscriptionSummary[];
  /** Of the stack, base64url. */
  serverKey: string;
  onChanged: () => Promise<void>;
}

/** Browsers that are told: this one is added, any is removed. */
export function Browsers(props: BrowsersProps) {
  const { problem, attempt } = createAttempt();
  const [isAdded, setAdded] = createSignal(false);
  const change = (work: () => Promise<void>): void =>
    attempt(async () => {
      setAdded(false);
      await work();
      await props.onChanged();
    });
  const add = async (): Promise<void> => {
    await api.addBrowser(await subscribe(props.serverKey));
    setAdded(true);
  };
  return (
    <section aria-labelledby="browsers">
      <h2 id="browsers">{alertTexts.browsers.heading}</h2>
      <ul class="rows">
        <For each={props.browsers} fallback={<li class="muted">{alertTexts.browsers.none}</li>}>
          {({ id, client, createdAt }) => (
            <li>
              <span class="row-name">{clientName(client)}</span>
              <span class="muted">
                {alertTexts.browsers.since(formatAge(Date.parse(createdAt), Date.now()))}
              </span>
              <button
                type="button"
                class="button"
                aria-label={alertTexts.browsers.removeLong(clientName(client))}
                onClick={() => change(() => api.removeBrowser(id))}
              >
                {alertTexts.browsers.remove}
              </button>
            </li>
          )}
        </For>
      </ul>
      <ProblemLine text={problem()} />
      <p role="status">{isAdded() ? alertTexts.browsers.added : ''}</p>
      <button type="button" class="button" onClick={() => change(add)}>
        {alertTexts.browsers.add}
      </button>
    </section>
  );
}
