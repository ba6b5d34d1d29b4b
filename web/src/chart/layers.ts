import type { ShownSlot } from './slots.ts';

/** What a price that a household pays is made of, in the order in which it is stacked. */
export const layerNames = ['energy', 'grid', 'tax', 'vat'] as const;
export type LayerName = (typeof layerNames)[number];

/** Parts of a price, currency per MWh; they add up to it. */
export type Layers = Readonly<Record<LayerName, number>>;

/** A layer as a stretch of the price axis, currency per MWh. */
export interface Piece {
  layer: LayerName;
  from: number;
  to: number;
}

/** The layers one on top of the other: what costs goes up from zero, what is paid back hangs down from it. */
export function stackOf(layers: Layers): Piece[] {
  const ends = { up: 0, down: 0 };
  return layerNames.map((layer) => {
    const side = layers[layer] >= 0 ? 'up' : 'down';
    const from = ends[side];
    ends[side] += layers[layer];
    return { layer, from, to: ends[side] };
  });
}

/** Ends of what the slots reach on the price axis, stacks and bands included. */
export function reachOf(slots: readonly ShownSlot[]): { lowest: number; highest: number } {
  const prices = slots.flatMap(({ price, p10, p90, layers }) => [
    price,
    p10 ?? price,
    p90 ?? price,
    ...(layers ? stackOf(layers).map(({ to }) => to) : []),
  ]);
  return { lowest: Math.min(0, ...prices), highest: Math.max(0, ...prices) };
}
