/** Why something failed that was tried; nothing while it did not. Read out when it comes. */
export function ProblemLine(props: { text: string | null | undefined }) {
  return (
    <p class="form-problem" role="alert">
      {props.text}
    </p>
  );
}
