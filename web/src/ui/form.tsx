import { createSignal, createUniqueId, type JSX, type ParentProps, Show } from 'solid-js';
import { ProblemLine } from './problem.tsx';

interface FieldProps {
  label: string;
  name: string;
  type: 'email' | 'password' | 'text';
  autocomplete: string;
  hint?: string;
  minlength?: number;
}

/** A labelled field of a form; its hint is read out with it. */
export function Field(props: FieldProps) {
  const hintId = createUniqueId();
  return (
    <label class="form-field">
      <span>{props.label}</span>
      <input
        class="field"
        name={props.name}
        type={props.type}
        autocomplete={props.autocomplete}
        minlength={props.minlength}
        maxlength={254}
        required
        aria-describedby={props.hint ? hintId : undefined}
      />
      <Show when={props.hint}>
        <span id={hintId} class="muted form-hint">
          {props.hint}
        </span>
      </Show>
    </label>
  );
}

interface FormProps extends ParentProps {
  action: string;
  /** What is written beside the button while it is sent. */
  busy: string;
  /** Gets the fields by name; what it throws is shown. */
  onSend: (fields: Record<string, string>) => Promise<void>;
  /** The button as a warning: what it does cannot be undone. */
  isDangerous?: boolean;
  beside?: JSX.Element;
  /** What was typed stays when it is sent, for another one that is much the same. */
  keeps?: boolean;
}

/** A form that is sent once at a time, says why it failed, and keeps what was typed. */
export function Form(props: FormProps) {
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const send = async (event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault();
    if (isBusy()) return;
    const form = event.currentTarget;
    setBusy(true);
    setProblem(null);
    try {
      await props.onSend(Object.fromEntries(new FormData(form)) as Record<string, string>);
      if (!props.keeps) form.reset();
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="form" onSubmit={send}>
      {props.children}
      <ProblemLine text={problem()} />
      <div class="form-row">
        <button
          type="submit"
          class="button"
          classList={{ 'button-main': !props.isDangerous, 'button-danger': props.isDangerous }}
          disabled={isBusy()}
        >
          {isBusy() ? props.busy : props.action}
        </button>
        {props.beside}
      </div>
    </form>
  );
}
