import type { PlanResponse } from '@eo/app/contract/plan.ts';
import { makePriceClass, type PriceClass } from '../../chart/price-classes.ts';
import { formatTime, wallClock } from '../../time.ts';

/** A slot as a bar of the price curve; lengths are shares of the width and the height, 0 to 1. */
export interface Bar {
  x: number;
  width: number;
  /** Upper edge, and length downwards. */
  y: number;
  height: number;
  priceClass: PriceClass;
  isForecast: boolean;
  isPlanned: boolean;
}

export interface ChartBars {
  bars: Bar[];
  /** Where the price is zero. */
  zeroY: number;
  lowest: number;
  highest: number;
  /** Full hours to write under it. */
  ticks: { x: number; label: string }[];
}

/** Hours between two labels; the last one needs room to the right. */
const tickHours = 6;
const lastTick = 0.88;

/** The price curve of a plan as bars from zero. */
export function chartBarsOf(plan: PlanResponse): ChartBars {
  const { slots } = plan;
  const prices = slots.map(({ price }) => price);
  const [top, bottom] = [Math.max(0, ...prices), Math.min(0, ...prices)];
  const scale = top - bottom || 1;
  const width = 1 / Math.max(1, slots.length);
  const planned = new Set(plannedStarts(plan));
  const classOf = classesOf(plan);
  return {
    zeroY: top / scale,
    lowest: Math.min(...prices),
    highest: Math.max(...prices),
    bars: slots.map(({ start, price, kind }, index) => ({
      x: index * width,
      width,
      y: (top - Math.max(0, price)) / scale,
      height: Math.abs(price) / scale,
      priceClass: classOf(price),
      isForecast: kind === 'forecast',
      isPlanned: planned.has(start),
    })),
    ticks: slots.flatMap(({ start }, index) => {
      const ms = Date.parse(start);
      const { hour, minute } = wallClock(ms, plan.timeZone);
      return minute === 0 && hour % tickHours === 0 && index * width <= lastTick
        ? [{ x: index * width, label: formatTime(ms, plan.timeZone) }]
        : [];
    }),
  };
}

/** The starts of the slots in which something runs. */
export function plannedStarts({ slots, devices }: PlanResponse): string[] {
  const runs = devices.flatMap((device) => device.runs);
  return slots.flatMap(({ start, minutes }) => {
    const startMs = Date.parse(start);
    const isUsed = runs.some(
      (run) => Date.parse(run.start) < startMs + minutes * 60_000 && Date.parse(run.end) > startMs,
    );
    return isUsed ? [start] : [];
  });
}

function classesOf({ slots }: PlanResponse): (price: number) => PriceClass {
  // Classes are of prices per MWh, a tenth of the small unit per kWh.
  const shown = slots.map(({ start, minutes, price, kind }) => {
    const startMs = Date.parse(start);
    return {
      startMs,
      endMs: startMs + minutes * 60_000,
      price: price * 10,
      kind,
      p10: null,
      p90: null,
      layers: null,
    };
  });
  const classOf = makePriceClass(shown);
  return (price) => classOf(price * 10);
}
