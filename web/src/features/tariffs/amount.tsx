interface AmountProps {
  label: string;
  value: number;
  step: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
}

/** A field for an amount; what is no number is not taken. */
export function Amount(props: AmountProps) {
  return (
    <label class="form-field">
      <span>{props.label}</span>
      <input
        class="field"
        type="number"
        step={props.step}
        min={props.least}
        max={props.most}
        value={props.value}
        onInput={({ currentTarget }) =>
          currentTarget.validity.valid &&
          !Number.isNaN(currentTarget.valueAsNumber) &&
          props.onChange(currentTarget.valueAsNumber)
        }
      />
    </label>
  );
}
