import { Index, Show } from 'solid-js';
import { tariffTexts } from '../../texts/tariffs.ts';
import { unitOf } from '../../units.ts';
import { Amount } from './amount.tsx';
import type { Tariffs } from './controller.ts';
import type { Offer } from './offers.ts';

/** The contracts that are compared, to be written down and changed. */
export function OfferList(props: { tariffs: Tariffs }) {
  return (
    <section aria-labelledby="offers">
      <h2 id="offers">{tariffTexts.offers}</h2>
      <ul class="rows">
        <Index each={props.tariffs.comparison.offers}>
          {(offer, index) => <Line tariffs={props.tariffs} offer={offer()} index={index} />}
        </Index>
      </ul>
      <Show when={props.tariffs.canAdd()}>
        <p>
          <button type="button" class="button" onClick={() => props.tariffs.add()}>
            {tariffTexts.add}
          </button>
        </p>
      </Show>
    </section>
  );
}

function Line(props: { tariffs: Tariffs; offer: Offer; index: number }) {
  const change = (part: Partial<Offer>) => props.tariffs.change(props.index, part);
  /** The currency of the answer, once there is one: that of the zone's tariff, not of its market. */
  const currency = (): string =>
    props.tariffs.answer()?.offers[0]?.tariff.currency ?? props.tariffs.choice().zone?.currency ?? 'EUR';
  const perKwh = (): string =>
    props.offer.kind === 'fixed'
      ? tariffTexts.price(unitOf(currency()))
      : tariffTexts.margin(unitOf(currency()));
  return (
    <li class="tariff-row">
      <label class="form-field">
        <span>{tariffTexts.name}</span>
        <input
          class="field"
          maxlength={60}
          value={props.offer.name}
          onInput={({ currentTarget }) => currentTarget.value.trim() && change({ name: currentTarget.value })}
        />
      </label>
      <label class="form-field">
        <span>{tariffTexts.kind}</span>
        <select
          class="field"
          onChange={({ currentTarget }) => change({ kind: currentTarget.value as Offer['kind'] })}
        >
          <option value="dynamic" selected={props.offer.kind === 'dynamic'}>
            {tariffTexts.kinds.dynamic}
          </option>
          <option value="fixed" selected={props.offer.kind === 'fixed'}>
            {tariffTexts.kinds.fixed}
          </option>
        </select>
      </label>
      <Amount
        label={perKwh()}
        value={props.offer.perKwh}
        step={0.01}
        least={-1000}
        most={1_000}
        onChange={(value) => change({ perKwh: value })}
      />
      <Amount
        label={tariffTexts.monthly(currency())}
        value={props.offer.monthly}
        step={0.01}
        least={0}
        most={1_000}
        onChange={(value) => change({ monthly: value })}
      />
      <Show when={props.tariffs.comparison.offers.length > 1}>
        <button
          type="button"
          class="button"
          aria-label={tariffTexts.remove(props.offer.name)}
          onClick={() => props.tariffs.remove(props.index)}
        >
          {tariffTexts.removeShort}
        </button>
      </Show>
    </li>
  );
}
