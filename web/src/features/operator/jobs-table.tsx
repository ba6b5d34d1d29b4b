import { For, Show } from 'solid-js';
import { texts } from '../../texts.ts';
import { formatAge } from '../../time.ts';
import type { JobLine } from './jobs.ts';

/** What ran, when it last went well, and why it did not. */
export function Jobs(props: { jobs: readonly JobLine[] | null; nowMs: number }) {
  return (
    <section aria-labelledby="jobs">
      <h2 id="jobs">{texts.operator.jobs.heading}</h2>
      <Show when={props.jobs} fallback={<p class="muted">{texts.operator.loading}</p>}>
        {(jobs) => (
          <Show when={jobs().length > 0} fallback={<p class="muted">{texts.operator.jobs.none}</p>}>
            <div class="table">
              <table>
                <thead>
                  <tr>
                    <th scope="col">{texts.operator.jobs.job}</th>
                    <th scope="col">{texts.operator.jobs.success}</th>
                    <th scope="col">{texts.operator.jobs.last}</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={jobs()}>{(line) => <Row line={line} nowMs={props.nowMs} />}</For>
                </tbody>
              </table>
            </div>
          </Show>
        )}
      </Show>
    </section>
  );
}

function Row(props: { line: JobLine; nowMs: number }) {
  const { job, lastSuccessAt, last } = props.line;
  const isBad = ['failed', 'partial'].includes(last.outcome);
  return (
    <tr classList={{ 'row-bad': isBad }}>
      <th scope="row">{job}</th>
      <td>{lastSuccessAt ? formatAge(Date.parse(lastSuccessAt), props.nowMs) : texts.operator.jobs.never}</td>
      <td>
        {last.outcome}, {formatAge(Date.parse(last.startedAt), props.nowMs)}
        <Show when={last.error}>
          <br />
          <span class="muted row-error">{last.error}</span>
        </Show>
      </td>
    </tr>
  );
}
