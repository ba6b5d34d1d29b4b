import { For, Show } from 'solid-js';
import { texts } from '../../texts.ts';
import type { Now } from './controller.ts';
import { groupZones } from './zone-choice.ts';

/** The quiet line on top: whose prices these are. */
export function ZoneLine(props: { now: Now; onChoose: (zone: string) => void }) {
  const chosen = (): string | null => props.now.choice().zone?.id ?? null;
  return (
    <header class="zone-line">
      <label class="for-ears" for="zone">
        {texts.zone.label}
      </label>
      <select
        id="zone"
        class="field"
        disabled={!props.now.zones()}
        onChange={({ currentTarget }) => props.onChoose(currentTarget.value)}
      >
        <Show when={!chosen()}>
          <option value="" selected disabled>
            {props.now.choice().id ?? texts.zone.loading}
          </option>
        </Show>
        <For each={groupZones(props.now.zones() ?? [])}>
          {(group) => (
            <optgroup label={texts.zone.groups[group.label]}>
              <For each={group.zones}>
                {({ id, name }) => (
                  <option value={id} selected={id === chosen()}>
                    {name} · {id}
                  </option>
                )}
              </For>
            </optgroup>
          )}
        </For>
      </select>
      <Show when={props.now.smallPrint()?.isSimulated}>
        <strong class="badge" title={texts.source.simulatedHint}>
          {texts.source.simulated}
        </strong>
      </Show>
    </header>
  );
}
