import type { Zone } from '@eo/app/contract/http.ts';
import { Show } from 'solid-js';
import { texts } from '../../texts/index.ts';
import { PagesNav } from '../../ui/pages-nav.tsx';
import type { ZoneChoice } from './zone-choice.ts';
import { ZoneOptions } from './zone-options.tsx';

interface ZoneLineProps {
  /** Null while they are loading. */
  zones: readonly Zone[] | null;
  choice: ZoneChoice;
  /** Whether the prices of the page are made up. */
  isSimulated: boolean;
  onChoose: (zone: string) => void;
}

/** The quiet line on top: whose prices these are, and where else to go. */
export function ZoneLine(props: ZoneLineProps) {
  const chosen = (): string | null => props.choice.zone?.id ?? null;
  return (
    <header class="zone-line">
      <label class="for-ears" for="zone">
        {texts.zone.label}
      </label>
      <select
        id="zone"
        class="field"
        disabled={!props.zones}
        onChange={({ currentTarget }) => props.onChoose(currentTarget.value)}
      >
        <Show when={!chosen()}>
          <option value="" selected disabled>
            {props.choice.id ?? texts.zone.loading}
          </option>
        </Show>
        <ZoneOptions zones={props.zones ?? []} chosen={chosen()} />
      </select>
      <Show when={props.isSimulated}>
        <strong class="badge" title={texts.source.simulatedHint}>
          {texts.source.simulated}
        </strong>
      </Show>
      <PagesNav zone={props.choice.id} />
    </header>
  );
}
