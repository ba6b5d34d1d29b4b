import { texts } from '../texts/index.ts';
import { toSmallUnit } from '../units.ts';
import { reachOf } from './layers.ts';
import { type ChartModel, isMuted } from './model.ts';
import { priceClasses } from './price-classes.ts';
import type { ShownSlot } from './slots.ts';
import type { ChartTheme } from './theme.ts';

/** Where and with what is drawn; all lengths are pixels of the canvas. */
export interface Canvas {
  context: CanvasRenderingContext2D;
  theme: ChartTheme;
  /** Pixels of the canvas to one CSS pixel. */
  ratio: number;
  left: number;
  top: number;
  width: number;
  height: number;
  /** Position of an instant. */
  x: (ms: number) => number;
  /** Position of a price, currency per MWh. */
  y: (price: number) => number;
}

const pastOpacity = 0.32;
const forecastOpacity = 0.2;

/** A rectangle from the zero line to the price. Edges are whole pixels, so that neighbours meet without a seam. */
function columnOf({ x, y, ratio }: Canvas, { startMs, endMs, price }: ShownSlot) {
  const left = Math.round(x(startMs));
  const zero = Math.round(y(0));
  const end = Math.round(y(price));
  // A price of nothing is still a price: it shows as a thin line.
  const height = Math.max(Math.abs(end - zero), 2 * ratio);
  return { left, top: end <= zero ? zero - height : zero, width: Math.round(x(endMs)) - left, height, end };
}

function pathOf(canvas: Canvas, slots: readonly ShownSlot[]): Path2D {
  const path = new Path2D();
  for (const slot of slots) {
    const { left, top, width, height } = columnOf(canvas, slot);
    path.rect(left, top, width, height);
  }
  return path;
}

/** Published prices: solid columns, pale once they are past. A day that is past as a whole is not. */
export function drawPublished(canvas: Canvas, model: ChartModel, nowMs: number): void {
  const { context, theme } = canvas;
  const { slots, classOf } = model;
  const published = slots.filter(({ kind }) => kind === 'published');
  for (const isPast of [true, false]) {
    for (const priceClass of priceClasses) {
      const chosen = published.filter(
        (slot) => isMuted(model, slot, nowMs) === isPast && classOf(slot.price) === priceClass,
      );
      context.globalAlpha = isPast ? pastOpacity : 1;
      context.fillStyle = theme.classes[priceClass];
      context.fill(pathOf(canvas, chosen));
    }
  }
  context.globalAlpha = 1;
}

/** Forecast prices: pale hatched columns under a firm edge. */
export function drawForecast(canvas: Canvas, { slots, classOf }: ChartModel): void {
  const { context, theme, ratio } = canvas;
  const forecast = slots.filter(({ kind }) => kind === 'forecast');
  for (const priceClass of priceClasses) {
    const chosen = forecast.filter((slot) => classOf(slot.price) === priceClass);
    if (chosen.length === 0) continue;
    const path = pathOf(canvas, chosen);
    context.fillStyle = theme.classes[priceClass];
    context.strokeStyle = theme.classes[priceClass];
    context.globalAlpha = forecastOpacity;
    context.fill(path);
    context.globalAlpha = 0.75;
    hatch(canvas, path);
    context.globalAlpha = 1;
    for (const slot of chosen) {
      const { left, width, end } = columnOf(canvas, slot);
      context.fillRect(left, end - ratio, width, 2 * ratio);
    }
  }
}

/** Diagonal lines inside a path. They start from the plot's corner, so that they run on from column to column. */
function hatch({ context, ratio, left, top, width, height }: Canvas, path: Path2D): void {
  context.save();
  context.clip(path);
  context.lineWidth = ratio;
  context.beginPath();
  for (let x = left - height; x < left + width; x += 6 * ratio) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
}

/** The range that the forecast's truth is in with 80 %. */
export function drawBand(canvas: Canvas, { slots }: ChartModel): void {
  const { context, theme, x, y, ratio } = canvas;
  const edges = [new Path2D(), new Path2D()] as const;
  const area = new Path2D();
  let previousEndMs = Number.NaN;
  for (const { startMs, endMs, p10, p90 } of slots) {
    if (p10 === null || p90 === null) continue;
    const [left, right] = [x(startMs), x(endMs)];
    area.rect(left, y(p90), right - left, y(p10) - y(p90));
    for (const [edge, price] of [[edges[0], p10] as const, [edges[1], p90] as const]) {
      if (startMs === previousEndMs) edge.lineTo(left, y(price));
      else edge.moveTo(left, y(price));
      edge.lineTo(right, y(price));
    }
    previousEndMs = endMs;
  }
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.muted;
  context.globalAlpha = 0.14;
  context.fill(area);
  context.globalAlpha = 0.7;
  context.lineWidth = ratio;
  for (const edge of edges) context.stroke(edge);
  context.globalAlpha = 1;
}

/** The line that prices stand on or hang from. */
export function drawZero({ context, theme, left, width, y, ratio }: Canvas): void {
  context.fillStyle = theme.muted;
  context.fillRect(left, Math.round(y(0)) - Math.floor(ratio / 2), width, Math.max(1, Math.round(ratio)));
}

/** A firm outline around the slot that is looked at. */
export function drawSelected(canvas: Canvas, slot: ShownSlot | undefined): void {
  if (!slot) return;
  const { context, theme, ratio, top, height } = canvas;
  const { left, width, ...column } = columnOf(canvas, slot);
  context.fillStyle = theme.ink;
  context.globalAlpha = 0.08;
  context.fillRect(left, top, Math.max(width, ratio), height);
  context.globalAlpha = 1;
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5 * ratio;
  context.strokeRect(left, column.top, Math.max(width, 2 * ratio), column.height);
}

/** The ground behind the cheapest window. */
export function drawWindowGround(canvas: Canvas, { window }: ChartModel): void {
  if (!window) return;
  const { context, theme, x, top, height } = canvas;
  context.globalAlpha = 0.13;
  context.fillStyle = theme.accent;
  context.fillRect(x(window.startMs), top, x(window.endMs) - x(window.startMs), height);
  context.globalAlpha = 1;
}

/** A bar with a word above the cheapest window. */
export function drawWindowLabel(canvas: Canvas, { window }: ChartModel): void {
  if (!window) return;
  const { context, theme, x, top, ratio } = canvas;
  const [left, right] = [x(window.startMs), x(window.endMs)];
  context.fillStyle = theme.accent;
  context.fillRect(left, top, Math.max(right - left, 2 * ratio), 3 * ratio);
  drawWord(canvas, texts.chart.window, (left + right) / 2, top - 5 * ratio, theme.accent);
}

/** A thin line at the time it is, with its word above the word of the window, which may be at the same place. */
export function drawNow(canvas: Canvas, { fromMs, toMs }: ChartModel, nowMs: number): void {
  if (nowMs < fromMs || nowMs > toMs) return;
  const { context, theme, x, top, height, ratio } = canvas;
  const middle = Math.round(x(nowMs));
  context.fillStyle = theme.ink;
  context.fillRect(middle - ratio * 0.75, top - 18 * ratio, 1.5 * ratio, height + 18 * ratio);
  drawWord(canvas, texts.chart.now, middle, top - 21 * ratio, theme.ink);
}

/** Lines where days begin. */
export function drawDays({ context, theme, x, top, height, ratio }: Canvas, days: readonly number[]): void {
  context.fillStyle = theme.line;
  for (const ms of days) context.fillRect(Math.round(x(ms)), top, ratio, height);
}

function drawWord(canvas: Canvas, word: string, middle: number, baseline: number, color: string): void {
  const { context, theme, ratio, left, width } = canvas;
  context.font = `600 ${12 * ratio}px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.fillStyle = color;
  const half = context.measureText(word).width / 2;
  const x = Math.min(Math.max(middle, left + half), left + width - half);
  // A rim in the colour of the ground keeps lines behind the word away from it.
  context.strokeStyle = theme.ground;
  context.lineWidth = 5 * ratio;
  context.lineJoin = 'round';
  context.strokeText(word, x, baseline);
  context.fillText(word, x, baseline);
}

/** Prices from which the scale must reach: those of the slots, their stacks and bands, and zero. Small unit per kWh. */
export function priceRange({ slots }: ChartModel): [min: number, max: number] {
  const { lowest, highest } = reachOf(slots);
  const [min, max] = [toSmallUnit(lowest), toSmallUnit(highest)];
  const air = Math.max(0.05 * (max - min), 0.1);
  return [min < 0 ? min - air : 0, max + air];
}
