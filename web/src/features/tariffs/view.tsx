import { Match, Show, Switch } from 'solid-js';
import { texts } from '../../texts/index.ts';
import { tariffTexts } from '../../texts/tariffs.ts';
import { Panel } from '../../ui/notice.tsx';
import { ZoneLine } from '../zone/zone-line.tsx';
import { Amount } from './amount.tsx';
import type { Tariffs } from './controller.ts';
import { OfferList } from './offer-list.tsx';
import { Result } from './result.tsx';

/** One question: which contract would have been cheapest for how this household lives? */
export function TariffsView(props: { tariffs: Tariffs; onZone: (zone: string) => void }) {
  const tariffs = () => props.tariffs;
  return (
    <div class="page">
      <ZoneLine
        zones={tariffs().zones()}
        choice={tariffs().choice()}
        isSimulated={tariffs().answer()?.assumptions.simulated ?? false}
        onChoose={props.onZone}
      />
      <main>
        <section class="outlook-accuracy">
          <h1 class="page-title">{tariffTexts.heading}</h1>
          <p class="muted">{tariffTexts.what}</p>
        </section>
        <Consumption tariffs={tariffs()} />
        <OfferList tariffs={tariffs()} />
        <Switch fallback={<p class="muted">{tariffTexts.comparing}</p>}>
          <Match when={tariffs().choice().isUnknown}>
            <Panel title={texts.states.unknownZone.title(tariffs().choice().id ?? '')} />
          </Match>
          <Match when={tariffs().answer()}>{(answer) => <Result answer={answer()} />}</Match>
          <Match when={tariffs().error()}>
            {(error) => <Panel title={tariffTexts.failed} text={error().message} />}
          </Match>
        </Switch>
      </main>
    </div>
  );
}

function Consumption(props: { tariffs: Tariffs }) {
  const { comparison, meter } = props.tariffs;
  return (
    <section class="outlook-accuracy" aria-labelledby="consumption">
      <h2 id="consumption">{tariffTexts.consumption}</h2>
      <div class="tariff-row">
        <Amount
          label={tariffTexts.yearlyKwh}
          value={comparison.yearlyKwh}
          step={1}
          least={1}
          most={1_000_000}
          onChange={(value) => props.tariffs.setYearlyKwh(value)}
        />
        <label class="form-field">
          <span>{tariffTexts.upload}</span>
          <input
            class="field file"
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            aria-describedby="upload-hint"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file) void props.tariffs.readFile(file);
            }}
          />
        </label>
        <Show when={comparison.hourKwh}>
          <button type="button" class="button" onClick={() => props.tariffs.forgetMeter()}>
            {tariffTexts.forget}
          </button>
        </Show>
      </div>
      <p id="upload-hint" class="muted form-hint">
        {comparison.hourKwh ? tariffTexts.own : tariffTexts.household} {tariffTexts.uploadHint}
      </p>
      <p role="status" classList={{ 'warning-text': meter()?.isProblem ?? false }}>
        {meter()?.text}
      </p>
    </section>
  );
}
