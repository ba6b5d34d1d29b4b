import { createMemo, For, Show } from 'solid-js';
import { formatPrice } from '../format.ts';
import { texts } from '../texts/index.ts';
import { formatDay, formatSpan } from '../time.ts';
import { unitOf } from '../units.ts';
import { type ChartModel, isMuted } from './model.ts';
import { type ShownSlot, slotsByDay } from './slots.ts';
import { priceWords } from './words.ts';

/** The same prices in rows, day by day of the zone's own calendar. */
export default function SlotTable(props: { model: ChartModel; nowMs: number; caption: string }) {
  const days = createMemo(() => [...slotsByDay(props.model.slots, props.model.timeZone)]);
  return (
    <div class="table" tabindex="0">
      <table>
        <caption class="for-ears">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.table.time}</th>
            <th scope="col" class="number">
              {unitOf(props.model.currency)}
            </th>
            <th scope="col">{texts.table.kind}</th>
          </tr>
        </thead>
        <For each={days()}>
          {([day, slots]) => (
            <tbody>
              <Show when={days().length > 1}>
                <tr class="table-day">
                  <th scope="rowgroup" colspan="3">
                    {formatDay(day, props.model.today)}
                  </th>
                </tr>
              </Show>
              <For each={slots}>{(slot) => <Row {...props} slot={slot} />}</For>
            </tbody>
          )}
        </For>
      </table>
    </div>
  );
}

function Row(props: { model: ChartModel; nowMs: number; slot: ShownSlot }) {
  const { startMs, endMs, price } = props.slot;
  const isNow = (): boolean => startMs <= props.nowMs && props.nowMs < endMs;
  const { kind, band, layers } = priceWords(props.slot);
  const more = band ?? layers;
  return (
    <tr
      class="slot"
      classList={{ 'slot-past': isMuted(props.model, props.slot, props.nowMs), 'slot-now': isNow() }}
      data-class={props.model.classOf(price)}
      aria-current={isNow() ? 'time' : undefined}
    >
      <th scope="row">{formatSpan(startMs, endMs, props.model.timeZone)}</th>
      <td class="number">{formatPrice(price)}</td>
      <td>
        {kind}
        <Show when={more}>
          <span class="muted">, {more}</span>
        </Show>
      </td>
    </tr>
  );
}
