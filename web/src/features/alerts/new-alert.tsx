import type { AlertBody, AlertKind, AlertsResponse } from '@eo/app/contract/alerts.ts';
import { createSignal, For, Show } from 'solid-js';
import { alerts as api } from '../../api/alerts.ts';
import { accessTexts } from '../../texts/account.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { texts } from '../../texts/index.ts';
import { language } from '../../texts/translation.ts';
import { Form } from '../../ui/form.tsx';
import { unitOf } from '../../units.ts';
import { createZones } from '../zone/create-zones.ts';
import { ZoneOptions } from '../zone/zone-options.tsx';

const kinds = Object.keys(alertTexts.kinds) as AlertKind[];
const lengths = [60, 120, 180, 240, 360];
const leads = [0, 15, 30, 60, 120, 720];

interface NewAlertProps {
  channels: AlertsResponse['channels'];
  onMade: () => Promise<void>;
}

/** Asks what a household wants to hear of, and how. */
export function NewAlert(props: NewAlertProps) {
  const zones = createZones(() => null);
  const [kind, setKind] = createSignal<AlertKind>('below');
  const [isHousehold, setHousehold] = createSignal(false);
  const [secret, setSecret] = createSignal<string | null>(null);
  const [isMade, setMade] = createSignal(false);
  const hasPrice = () => kind() === 'below' || kind() === 'above';
  const unit = () => unitOf(zones.choice().zone?.currency ?? 'EUR');
  const make = async (fields: Record<string, string>): Promise<void> => {
    setMade(false);
    const { webhookSecret } = await api.make(bodyOf(fields));
    setSecret(webhookSecret ?? null);
    setMade(true);
    await props.onMade();
  };
  return (
    <section aria-labelledby="new-alert">
      <h2 id="new-alert">{alertTexts.make}</h2>
      <Form action={alertTexts.make} busy={accessTexts.sending} onSend={make} keeps>
        <label class="form-field">
          <span>{alertTexts.kind}</span>
          <select
            class="field"
            name="kind"
            onChange={({ currentTarget }) => setKind(currentTarget.value as AlertKind)}
          >
            <For each={kinds}>{(value) => <option value={value}>{alertTexts.kinds[value]}</option>}</For>
          </select>
        </label>
        <label class="form-field">
          <span>{texts.zone.label}</span>
          <select class="field" name="zone">
            <ZoneOptions zones={zones.zones() ?? []} chosen={zones.choice().id} />
          </select>
        </label>
        <Show when={kind() !== 'tomorrow'}>
          <label class="form-field">
            <span>{alertTexts.prices}</span>
            <select
              class="field"
              name="prices"
              onChange={({ currentTarget }) => setHousehold(currentTarget.value === 'household')}
            >
              <option value="market">{alertTexts.market}</option>
              <option value="household">{alertTexts.household}</option>
            </select>
          </label>
        </Show>
        <Show when={hasPrice()}>
          <label class="form-field">
            <span>{isHousehold() ? alertTexts.perKwhHousehold : alertTexts.perKwh(unit())}</span>
            <input class="field" name="perKwh" type="number" step="0.1" min="-1000" max="1000" required />
          </label>
        </Show>
        <Show when={kind() === 'cheapest-window'}>
          <Minutes name="minutes" label={alertTexts.minutes} values={lengths} tell={texts.cheapest.short} />
        </Show>
        <Show when={kind() !== 'tomorrow'}>
          <Minutes name="leadMinutes" label={alertTexts.lead} values={leads} tell={alertTexts.leadOf} />
        </Show>
        <Channels channels={props.channels} />
      </Form>
      <p role="status">{isMade() ? alertTexts.made : ''}</p>
      <Show when={secret()}>
        {(key) => (
          <p class="notice" role="status">
            {alertTexts.secret} <code class="secret">{key()}</code>
          </p>
        )}
      </Show>
    </section>
  );
}

interface MinutesProps {
  name: string;
  label: string;
  values: readonly number[];
  tell: (minutes: number) => string;
}

function Minutes(props: MinutesProps) {
  return (
    <label class="form-field">
      <span>{props.label}</span>
      <select class="field" name={props.name}>
        <For each={props.values}>{(value) => <option value={value}>{props.tell(value)}</option>}</For>
      </select>
    </label>
  );
}

function Channels(props: { channels: AlertsResponse['channels'] }) {
  const box = (name: 'email' | 'push') => (
    <label class="switch">
      <input type="checkbox" name={name} value="true" checked={name === 'email'} />
      <span>{alertTexts[name]}</span>
    </label>
  );
  return (
    <fieldset class="plain">
      <legend>{alertTexts.by}</legend>
      <Show
        when={props.channels.email || props.channels.push}
        fallback={<p class="muted">{alertTexts.nothingHere}</p>}
      >
        <div class="form-row">
          <Show when={props.channels.email}>{box('email')}</Show>
          <Show when={props.channels.push}>{box('push')}</Show>
        </div>
      </Show>
      <label class="form-field">
        <span>{alertTexts.webhook}</span>
        <input class="field" name="webhook" type="url" maxlength={500} autocomplete="off" />
        <span class="muted form-hint">{alertTexts.webhookHint[props.channels.webhook]}</span>
      </label>
    </fieldset>
  );
}

/** What the fields of the form ask for; those that are not shown are left out. */
function bodyOf({ kind, zone = '', prices, perKwh, minutes, leadMinutes, ...by }: Record<string, string>) {
  const body: Partial<AlertBody> = { kind: kind as AlertKind, zone, language };
  if (prices === 'household') body.tariff = {};
  if (perKwh !== undefined) body.perKwh = Number(perKwh);
  if (minutes !== undefined) body.minutes = Number(minutes);
  if (leadMinutes !== undefined) body.leadMinutes = Number(leadMinutes);
  if (by.email) body.email = true;
  if (by.push) body.push = true;
  if (by.webhook) body.webhook = by.webhook;
  return body;
}
