import type { Canvas } from './draw.ts';
import { type LayerName, layerNames, stackOf } from './layers.ts';
import type { ChartModel } from './model.ts';
import type { ShownSlot } from './slots.ts';

/** Paler than what is published, as the columns of forecasts are. */
const forecastOpacity = 0.5;

/** Prices that a household pays, as stacks of what they are made of; those that are forecast are pale. */
export function drawLayers(canvas: Canvas, { slots }: ChartModel): void {
  const { context, theme } = canvas;
  for (const kind of ['published', 'forecast'] as const) {
    context.globalAlpha = kind === 'published' ? 1 : forecastOpacity;
    const paths = pathsOf(
      canvas,
      slots.filter((slot) => slot.kind === kind),
    );
    for (const layer of layerNames) {
      context.fillStyle = theme.layers[layer];
      context.fill(paths[layer]);
    }
  }
  context.globalAlpha = 1;
}

/** Edges are whole pixels, so that neighbours meet without a seam. */
function pathsOf({ x, y }: Canvas, slots: readonly ShownSlot[]): Record<LayerName, Path2D> {
  const paths = { energy: new Path2D(), grid: new Path2D(), tax: new Path2D(), vat: new Path2D() };
  for (const { startMs, endMs, layers } of slots) {
    const [left, right] = [Math.round(x(startMs)), Math.round(x(endMs))];
    for (const piece of layers ? stackOf(layers) : []) {
      const [from, to] = [Math.round(y(piece.from)), Math.round(y(piece.to))];
      paths[piece.layer].rect(left, Math.min(from, to), right - left, Math.abs(to - from));
    }
  }
  return paths;
}
