import type { StackResponse } from '@eo/app/contract/operations.ts';
import { For } from 'solid-js';
import { operatorTexts } from '../../texts/operator.ts';
import { formatAge } from '../../time.ts';

/** When the feeds of each zone that is kept fresh were checked last. */
export function Zones(props: { zones: StackResponse['zones']; nowMs: number }) {
  return (
    <section aria-labelledby="zones">
      <h2 id="zones">{operatorTexts.zones.heading}</h2>
      <div class="table" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">{operatorTexts.zones.zone}</th>
              <th scope="col">{operatorTexts.zones.checked}</th>
              <th scope="col" class="number">
                {operatorTexts.zones.failures}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.zones}>
              {({ zone, checkedAt, failures }) => (
                <tr classList={{ 'row-bad': failures > 0 || checkedAt === null }}>
                  <th scope="row">{zone}</th>
                  <td>
                    {checkedAt ? formatAge(Date.parse(checkedAt), props.nowMs) : operatorTexts.zones.never}
                  </td>
                  <td class="number">{failures || operatorTexts.zones.none}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </section>
  );
}
