import uPlot from 'uplot';
import { locale } from '../texts/translation.ts';
import { toSmallUnit } from '../units.ts';
import * as draw from './draw.ts';
import { drawLayers } from './draw-layers.ts';
import { type ChartModel, hasLayers } from './model.ts';
import { type ChartTheme, readTheme } from './theme.ts';
import { type TimeTick, timeTicks } from './ticks.ts';

/** What is drawn, read anew at each drawing. */
export interface PlotState {
  model: ChartModel;
  nowMs: number;
  /** Position of the slot that is looked at, null for none. */
  selected: number | null;
}

/** The chart on its canvas. */
export interface Plot {
  /** The prices changed. */
  update: () => void;
  /** Only the time, the selection or the theme changed. */
  redraw: () => void;
  resize: (width: number, height: number) => void;
  /** The instant under a position, in CSS pixels from the left of the chart. */
  instantAt: (left: number) => number;
  /** Where an instant is, in CSS pixels from the left of the chart. */
  leftOf: (ms: number) => number;
  destroy: () => void;
}

const axisFontSize = 12;

/** uPlot gives scales, axes and the canvas; the columns are drawn by `draw.ts` in its hooks. */
export function makePlot(
  host: HTMLElement,
  size: { width: number; height: number },
  read: () => PlotState,
): Plot {
  let theme = readTheme(host);
  const ticksOf = makeTicks(() => read().model);
  const canvasOf = (plot: uPlot): draw.Canvas => ({
    context: plot.ctx,
    theme,
    ratio: uPlot.pxRatio,
    ...plot.bbox,
    x: (ms) => plot.valToPos(ms / 1000, 'x', true),
    y: (price) => plot.valToPos(toSmallUnit(price), 'y', true),
  });
  const drawBelow = (plot: uPlot): void => {
    // uPlot remembers what it set on the context, and must find it so again.
    plot.ctx.save();
    const canvas = canvasOf(plot);
    const days = ticksOf(plot).filter(({ isDay }) => isDay);
    draw.drawWindowGround(canvas, read().model);
    draw.drawDays(
      canvas,
      days.map(({ ms }) => ms),
    );
    plot.ctx.restore();
  };
  const drawAbove = (plot: uPlot): void => {
    plot.ctx.save();
    const canvas = canvasOf(plot);
    const { model, nowMs, selected } = read();
    if (hasLayers(model)) drawLayers(canvas, model);
    else drawMarket(canvas, model, nowMs);
    draw.drawZero(canvas);
    draw.drawSelected(canvas, selected === null ? undefined : model.slots[selected]);
    draw.drawNow(canvas, model, nowMs);
    draw.drawWindowLabel(canvas, model);
    plot.ctx.restore();
  };
  const plot = new uPlot(
    {
      ...size,
      padding: [40, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: () => [read().model.fromMs / 1000, read().model.toMs / 1000] },
        y: { range: () => draw.priceRange(read().model) },
      },
      series: [{}, { show: true, paths: () => null, points: { show: false } }],
      axes: axesOf(() => theme, ticksOf),
      hooks: { drawClear: [drawBelow], draw: [drawAbove] },
    },
    dataOf(read().model),
    host,
  );
  return {
    update: () => plot.setData(dataOf(read().model)),
    redraw: () => {
      theme = readTheme(host);
      plot.redraw(false);
    },
    resize: (width, height) => plot.setSize({ width, height }),
    instantAt: (left) => plot.posToVal(left - plot.bbox.left / uPlot.pxRatio, 'x') * 1000,
    leftOf: (ms) => plot.valToPos(ms / 1000, 'x') + plot.bbox.left / uPlot.pxRatio,
    destroy: () => plot.destroy(),
  };
}

/** Prices of the market: what is published, and what is forecast with its band. */
function drawMarket(canvas: draw.Canvas, model: ChartModel, nowMs: number): void {
  draw.drawPublished(canvas, model, nowMs);
  draw.drawForecast(canvas, model);
  draw.drawBand(canvas, model);
}

function dataOf({ slots }: ChartModel): uPlot.AlignedData {
  return [slots.map(({ startMs }) => startMs / 1000), slots.map(({ price }) => toSmallUnit(price))];
}

type TicksOf = (plot: uPlot) => readonly TimeTick[];

/** Marks for the width of a plot; made again only when something that they hang on changed. */
function makeTicks(read: () => ChartModel): TicksOf {
  let known: readonly TimeTick[] = [];
  let knownKey = '';
  return ({ bbox }) => {
    const { fromMs, toMs, timeZone, today } = read();
    const width = Math.round(bbox.width / uPlot.pxRatio);
    const key = [fromMs, toMs, width, timeZone, today].join(' ');
    if (key !== knownKey) known = timeTicks(fromMs, toMs, width, { timeZone, today });
    knownKey = key;
    return known;
  };
}

/** Time below, price on the left; both in quiet ink. */
function axesOf(theme: () => ChartTheme, ticksOf: TicksOf): uPlot.Axis[] {
  const font = `${axisFontSize}px ${theme().font}`;
  const stroke = (): string => theme().muted;
  const line = (): string => theme().line;
  const number = new Intl.NumberFormat(locale);
  return [
    {
      font,
      stroke,
      size: 44,
      gap: 4,
      grid: { show: false },
      ticks: { stroke: line, size: 5, width: 1 },
      splits: (plot) => ticksOf(plot).map(({ ms }) => ms / 1000),
      values: (plot) => ticksOf(plot).map(({ label }) => label),
    },
    {
      font,
      stroke,
      size: 40,
      gap: 4,
      space: 36,
      grid: { stroke: line, width: 1 },
      ticks: { show: false },
      values: (_, splits) => splits.map((value) => number.format(value).replace('-', '−')),
    },
  ];
}
