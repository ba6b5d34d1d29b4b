import { For, Show } from 'solid-js';
import { texts } from '../../texts/index.ts';
import { Choice } from '../../ui/choice.tsx';
import type { Now } from './controller.ts';

/** Lengths that household machines take: a dishwasher, a wash and dry, a car. */
const lengths = [60, 120, 180, 240, 360, 480];

/** When to run something that takes so long: one sentence, and the choice of the length. */
export function CheapestLine(props: { now: Now; onChoose: (minutes: number) => void }) {
  const minutes = (): number => props.now.query().minutes;
  const options = () =>
    [...new Set([...lengths, minutes()])]
      .sort((a, b) => a - b)
      .map((value) => ({ value, label: texts.cheapest.short(value) }));
  const failure = (): string | null => {
    const error = props.now.cheapestError();
    if (!error) return null;
    if (error.code !== 'no-prices') return texts.cheapest.unavailable;
    return props.now.query().day ? texts.cheapest.noneOfDay(minutes()) : texts.cheapest.none(minutes());
  };
  return (
    <section class="cheapest" aria-label={texts.cheapest.subject(minutes())}>
      <div class="cheapest-sentence" aria-live="polite">
        <Show
          when={props.now.cheapest()}
          fallback={
            <Show when={failure()} fallback={<p class="skeleton" />}>
              {(text) => <p class="muted">{text()}</p>}
            </Show>
          }
        >
          {(sentence) => (
            <>
              {/* Of pieces, so that a narrow screen breaks the sentence between what belongs together. */}
              <p>
                <span>{sentence().subject}:</span>{' '}
                <span>
                  <Span text={sentence().span} />
                  {sentence().comparison && ','}
                </span>{' '}
                <Show when={sentence().comparison}>{(comparison) => <span>{comparison()}</span>}</Show>
              </p>
              <p class="muted">{sentence().detail}</p>
            </>
          )}
        </Show>
      </div>
      <Choice
        legend={texts.cheapest.chooser}
        name="minutes"
        options={options()}
        value={minutes()}
        onChoose={props.onChoose}
      />
    </section>
  );
}

/** A span of time that breaks, where it must, between its days and nowhere else. */
function Span(props: { text: string }) {
  return (
    <strong>
      <For each={props.text.split(' – ')}>
        {(end, index) => (
          <>
            {index() > 0 && ' – '}
            <span>{end}</span>
          </>
        )}
      </For>
    </strong>
  );
}
