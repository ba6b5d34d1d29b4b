import { Show } from 'solid-js';
import type { SlotWords } from './words.ts';

/** As in the style sheet: needed to know on which side there is room. */
const tipWidth = 184;
const distance = 14;

/** What the slot that is looked at says, beside it, so that it never covers it. */
export function Tip(props: { words: SlotWords; left: number; width: number }) {
  const offset = (): number => {
    const isRoomRight = props.left + distance + tipWidth <= props.width;
    return Math.max(0, isRoomRight ? props.left + distance : props.left - distance - tipWidth);
  };
  return (
    // The slider says the same to the ear.
    <div class="tip" aria-hidden="true" style={{ transform: `translateX(${Math.round(offset())}px)` }}>
      <strong>{props.words.price}</strong>
      <span>{props.words.span}</span>
      <span>
        {props.words.kind}
        <Show when={props.words.band}>{(band) => <>, {band()}</>}</Show>
      </span>
      <Show when={props.words.layers}>{(layers) => <span>{layers()}</span>}</Show>
    </div>
  );
}
