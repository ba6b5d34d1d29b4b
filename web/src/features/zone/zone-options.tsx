import type { Zone } from '@eo/app/contract/http.ts';
import { For } from 'solid-js';
import { texts } from '../../texts/index.ts';
import { groupZones } from './zone-choice.ts';

/** The zones as options of a select, in groups. */
export function ZoneOptions(props: { zones: readonly Zone[]; chosen: string | null }) {
  return (
    <For each={groupZones(props.zones)}>
      {(group) => (
        <optgroup label={texts.zone.groups[group.label]}>
          <For each={group.zones}>
            {({ id, name }) => (
              <option value={id} selected={id === props.chosen}>
                {name} · {id}
              </option>
            )}
          </For>
        </optgroup>
      )}
    </For>
  );
}
