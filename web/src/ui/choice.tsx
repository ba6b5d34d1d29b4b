import { For } from 'solid-js';

interface ChoiceProps {
  legend: string;
  /** Of the group of radio buttons. */
  name: string;
  options: readonly { value: number; label: string }[];
  value: number;
  onChoose: (value: number) => void;
}

/** One of a few values, side by side: radio buttons that look like one control. */
export function Choice(props: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend class="for-ears">{props.legend}</legend>
      <For each={props.options}>
        {({ value, label }) => (
          <label>
            <input
              type="radio"
              name={props.name}
              value={value}
              checked={value === props.value}
              onChange={() => props.onChoose(value)}
            />
            <span>{label}</span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
