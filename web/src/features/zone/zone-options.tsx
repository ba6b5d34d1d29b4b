import type { Zone } from '@eo/app/contract/http.ts';
import { For } from 'solid-js';
import { texts } from '../../texts/index.ts';
import { language } from '../../texts/translation.ts';
import { groupZones } from './zone-choice.ts';
import { zoneName } from './zone-name.ts';

/** In the reader's language. */
const named = (zone: Zone): Zone => ({
  ...zone,
  name: zoneName(zone, language, { gb: texts.zone.groups.gb, parts: texts.zone.parts }),
});

/** The zones as options of a select, in groups. */
export function ZoneOptions(props: { zones: readonly Zone[]; chosen: string | null }) {
  return (
    <For each={groupZones(props.zones.map(named))}>
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
