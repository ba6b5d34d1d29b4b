import { type Accessor, createEffect, createMemo, createSignal } from 'solid-js';
import { createStore, unwrap } from 'solid-js/store';
import { api, type CompareBody } from '../../api/client.ts';
import { createPolled } from '../../api/create-polled.ts';
import { tariffTexts } from '../../texts/tariffs.ts';
import { createZones } from '../zone/create-zones.ts';
import { readMeter, yearlyKwhOf } from './meter.ts';
import { bodyOf, type Comparison, mostOffers, type Offer, remember, remembered, usual } from './offers.ts';

/** A day changes a year by little. */
const everyMs = 3_600_000;
/** Typing is over when nothing came for so long, in milliseconds. */
const settledMs = 400;
/** A year of quarter hours is some 2 MB. */
const mostBytes = 30_000_000;

/** What the page of tariffs shows; what is written down stays in this browser. */
export function createTariffs(asked: Accessor<string | null>) {
  const { zones, choice, error: zonesError } = createZones(asked);
  const [comparison, setComparison] = createStore<Comparison>(remembered() ?? usual(tariffTexts.names));
  const [settled, setSettled] = createSignal(JSON.stringify(comparison));
  const [meter, setMeter] = createSignal<{ text: string; isProblem: boolean } | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(() => {
    const text = JSON.stringify(comparison);
    clearTimeout(timer);
    timer = setTimeout(() => {
      remember(unwrap(comparison));
      setSettled(text);
    }, settledMs);
  });
  const polled = createPolled({
    key: (): [string] | null => {
      const { id, isUnknown } = choice();
      return id === null || isUnknown
        ? null
        : [JSON.stringify(bodyOf(id, JSON.parse(settled()) as Comparison))];
    },
    load: ([body], signal) => api.compareTariffs(JSON.parse(body) as CompareBody, signal),
    everyMs,
  });
  const readFile = async (file: File): Promise<void> => {
    try {
      if (file.size > mostBytes) throw new Error(`${file.name} is too large; at most 30 MB are read.`);
      const { default: Papa } = await import('papaparse');
      const found = readMeter(Papa.parse<string[]>(await file.text(), { skipEmptyLines: true }).data);
      const yearlyKwh = yearlyKwhOf(found);
      setComparison({ yearlyKwh, hourKwh: found.hourKwh });
      setMeter({ text: tariffTexts.read(Math.round(found.days), String(yearlyKwh)), isProblem: false });
    } catch (error) {
      setMeter({ text: (error as Error).message, isProblem: true });
    }
  };
  return {
    zones,
    choice,
    comparison,
    /** How reading the meter went; null before it. */
    meter,
    readFile,
    forgetMeter: () => {
      setComparison({ hourKwh: null });
      setMeter(null);
    },
    setYearlyKwh: (yearlyKwh: number) => setComparison({ yearlyKwh }),
    change: (index: number, change: Partial<Offer>) => setComparison('offers', index, change),
    canAdd: () => comparison.offers.length < mostOffers,
    add: () =>
      setComparison('offers', comparison.offers.length, {
        name: `${tariffTexts.names.fixed} ${comparison.offers.length}`,
        kind: 'fixed',
        perKwh: 30,
        monthly: 10,
      }),
    remove: (index: number) =>
      setComparison('offers', (offers) => offers.filter((_, each) => each !== index)),
    answer: createMemo(() => polled().value),
    error: () => polled().error ?? zonesError(),
  };
}

/** See {@link createTariffs}. */
export type Tariffs = ReturnType<typeof createTariffs>;
