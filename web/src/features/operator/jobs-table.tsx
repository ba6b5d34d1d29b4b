import { For, Show } from 'solid-js';
import { operatorTexts } from '../../texts/operator.ts';
import { formatAge } from '../../time.ts';
import type { JobLine } from './jobs.ts';

/** What ran, when it last went well, and why it did not. */
export function Jobs(props: { jobs: readonly JobLine[] | null; nowMs: number }) {
  return (
    <section aria-labelledby="jobs">
      <h2 id="jobs">{operatorTexts.jobs.heading}</h2>
      <Show when={props.jobs} fallback={<p class="muted">{operatorTexts.loading}</p>}>
        {(jobs) => (
          <Show when={jobs().length > 0} fallback={<p class="muted">{operatorTexts.jobs.none}</p>}>
            <div class="table" tabindex="0">
              <table>
                <thead>
                  <tr>
                    <th scope="col">{operatorTexts.jobs.job}</th>
                    <th scope="col">{operatorTexts.jobs.success}</th>
                    <th scope="col">{operatorTexts.jobs.last}</th>
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
      <td>{lastSuccessAt ? formatAge(Date.parse(lastSuccessAt), props.nowMs) : operatorTexts.jobs.never}</td>
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
