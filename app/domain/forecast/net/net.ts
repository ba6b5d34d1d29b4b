import type { Random } from '../random.ts';
import { forward, type Layer } from './kernels.ts';

/**
 * A small net with a linear skip: `out = L x + W (leaky(... leaky(W1 x + b1))) + b`. The skip starts at zero and the
 * hidden layers small, so that training starts from "no change" and the linear part, which explains most, comes first.
 */
export interface NetShape {
  inputs: number;
  /** Units of each hidden layer, one or two. */
  hidden: readonly number[];
  outputs: number;
}

export interface Layers {
  /** The hidden layers and the output layer. */
  deep: Layer[];
  skip: Layer;
  /** Number of parameters; all weights come before all biases. */
  size: number;
  /** How many of them are weights. */
  weightCount: number;
}

/** Slope of leaky ReLU below zero. */
export const leak = 0.1;

export function layersOf({ inputs, hidden, outputs }: NetShape): Layers {
  const sizes = [inputs, ...hidden, outputs];
  let next = 0;
  const take = (count: number): number => {
    next += count;
    return next - count;
  };
  const pairs = sizes.slice(1).map((size, index) => ({ inputs: sizes[index] as number, outputs: size }));
  const weighted = pairs.map((pair) => ({ ...pair, weights: take(pair.inputs * pair.outputs) }));
  const skip = { inputs, outputs, weights: take(inputs * outputs), biases: -1 };
  const weightCount = next;
  const deep = weighted.map((layer) => ({ ...layer, biases: take(layer.outputs) }));
  return { deep, skip, size: next, weightCount };
}

/** Parameters to start from: the first layer with variance 1/inputs, inner ones 2/inputs, the last 0.09/inputs. */
export function initialParameters(layers: Layers, random: Random): Float64Array {
  const parameters = new Float64Array(layers.size);
  layers.deep.forEach(({ inputs, outputs, weights }, index) => {
    const variance = index === layers.deep.length - 1 ? 0.09 : index === 0 ? 1 : 2;
    const deviation = Math.sqrt(variance / inputs);
    for (let i = 0; i < inputs * outputs; i++) parameters[weights + i] = random.normal() * deviation;
  });
  return parameters;
}

/** Room for the activations of a batch; `values[0]` holds the inputs, the last one the outputs. */
export function activationsOf(layers: Layers, batch: number): Float64Array[] {
  return [layers.skip.inputs, ...layers.deep.map(({ outputs }) => outputs)].map(
    (width) => new Float64Array(width * batch),
  );
}

/** Runs a batch through the net; `values[0]` is read, the others are overwritten. */
export function run(layers: Layers, parameters: Float64Array, values: Float64Array[], batch: number): void {
  layers.deep.forEach((layer, index) => {
    const out = values[index + 1] as Float64Array;
    out.fill(0);
    forward(layer, parameters, values[index] as Float64Array, out, batch);
    if (index === layers.deep.length - 1) return;
    for (let i = 0; i < out.length; i++) if ((out[i] as number) < 0) out[i] = (out[i] as number) * leak;
  });
  forward(layers.skip, parameters, values[0] as Float64Array, values.at(-1) as Float64Array, batch);
}

/** The outputs for one sample. */
export function answer(layers: Layers, parameters: Float64Array, x: Float64Array): Float64Array {
  const values = activationsOf(layers, 1);
  values[0] = x;
  run(layers, parameters, values, 1);
  return values.at(-1) as Float64Array;
}
