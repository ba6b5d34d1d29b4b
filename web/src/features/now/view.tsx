import { Show } from 'solid-js';
import { texts } from '../../texts/index.ts';
import { formatDate, isDay } from '../../time.ts';
import { Later } from '../../ui/later.tsx';
import { ZoneLine } from '../zone/zone-line.tsx';
import { CheapestLine } from './cheapest-line.tsx';
import type { Now } from './controller.ts';
import { DayBlock, PriceNowBlock } from './price-blocks.tsx';
import { PricesSection } from './prices-section.tsx';
import { SmallPrintLines } from './small-print-lines.tsx';
import { States } from './states.tsx';

/** What a reader can change; each is a change of the address. */
export interface NowActions {
  chooseZone: (zone: string) => void;
  chooseDay: (day: string) => void;
  chooseMinutes: (minutes: number) => void;
  showTable: (isTable: boolean) => void;
  showPaid: (isPaid: boolean) => void;
}

/** One question: is power cheap now, and when will it be cheapest? */
export function NowView(props: { now: Now; actions: NowActions }) {
  const hasPrices = (): boolean => props.now.state() === 'ready' || props.now.state() === 'loading';
  const heading = (): string => {
    const { day } = props.now.query();
    if (day && isDay(day)) return formatDate(day);
    return props.now.isPaid() ? texts.paid.heading : texts.chart.heading;
  };
  return (
    <div class="page">
      <ZoneLine
        zones={props.now.zones()}
        choice={props.now.choice()}
        isSimulated={props.now.smallPrint()?.isSimulated ?? false}
        onChoose={props.actions.chooseZone}
      />
      <main>
        <Show when={hasPrices()} fallback={<States now={props.now} />}>
          <div class="answers">
            <Show when={props.now.query().day} fallback={<PriceNowBlock now={props.now} />}>
              <DayBlock now={props.now} heading={heading()} />
            </Show>
            <CheapestLine now={props.now} onChoose={props.actions.chooseMinutes} />
          </div>
          <Later>
            <PricesSection
              now={props.now}
              heading={heading()}
              onDay={props.actions.chooseDay}
              onTable={props.actions.showTable}
              onPaid={props.actions.showPaid}
            />
          </Later>
        </Show>
      </main>
      <Later>
        <SmallPrintLines now={props.now} />
      </Later>
    </div>
  );
}
