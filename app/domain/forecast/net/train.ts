import type { Random } from '../random.ts';
import { addGradient, backward } from './kernels.ts';
import { activationsOf, type Layers, leak, run } from './net.ts';

/** How long and how fast to learn. */
export interface Schedule {
  epochs: number;
  /** Learning rate of the first and the last step; between them along a cosine. */
  from: number;
  to: number;
}

/** Samples, oldest first: `x` is `count * inputs`, `y` `count * outputs`. */
export interface Samples {
  count: number;
  x: Float64Array;
  y: Float64Array;
}

const batchSize = 64;
/** Beyond this error (in scaled prices) the Huber loss is linear: nearly the absolute error that is judged. */
const huberDelta = 0.05;
/** Days after which a sample counts half. */
const halfLife = 365;
const weightDecay = 1;
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

/**
 * Trains `parameters` in place: Huber loss, samples that fade with age, AdamW with decoupled decay (Loshchilov and
 * Hutter 2019) and fresh moments, mini-batches in random order.
 */
export function train(
  layers: Layers,
  parameters: Float64Array,
  { count, x, y }: Samples,
  { epochs, from, to }: Schedule,
  random: Random,
): void {
  const batch = Math.min(batchSize, count);
  const batches = Math.floor(count / batch);
  const sampleWeights = fading(count);
  const values = activationsOf(layers, batch);
  const deltas = activationsOf(layers, batch);
  const gradient = new Float64Array(layers.size);
  const adam = createAdam(layers);
  const inputs = values[0] as Float64Array;
  const width = layers.skip.inputs;
  const outputs = layers.skip.outputs;
  for (let epoch = 0, step = 0; epoch < epochs; epoch++) {
    const order = random.permutation(count);
    for (let first = 0; first < batches * batch; first += batch, step++) {
      for (let s = 0; s < batch; s++) {
        const sample = order[first + s] as number;
        inputs.set(x.subarray(sample * width, (sample + 1) * width), s * width);
      }
      run(layers, parameters, values, batch);
      const out = values.at(-1) as Float64Array;
      const delta = deltas.at(-1) as Float64Array;
      for (let s = 0; s < batch; s++) {
        const sample = order[first + s] as number;
        const weight = (sampleWeights[sample] as number) / batch;
        for (let o = 0; o < outputs; o++) {
          const error = (out[s * outputs + o] as number) - (y[sample * outputs + o] as number);
          delta[s * outputs + o] = Math.min(1, Math.max(-1, error / huberDelta)) * weight;
        }
      }
      propagate(layers, parameters, values, deltas, gradient, batch);
      const rate = to + (from - to) * 0.5 * (1 + Math.cos((Math.PI * step) / (epochs * batches)));
      adam(parameters, gradient, rate);
    }
  }
}

/** Weights `2^(-age / halfLife)` with mean 1, by the place in the series. */
function fading(count: number): Float64Array {
  const weights = Float64Array.from({ length: count }, (_, index) => 2 ** (-(count - 1 - index) / halfLife));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  return weights.map((weight) => weight / mean);
}

/** Back-propagation from the last of `deltas`; overwrites `gradient`. */
function propagate(
  layers: Layers,
  parameters: Float64Array,
  values: Float64Array[],
  deltas: Float64Array[],
  gradient: Float64Array,
  batch: number,
): void {
  gradient.fill(0);
  addGradient(layers.skip, deltas.at(-1) as Float64Array, values[0] as Float64Array, gradient, batch);
  for (let index = layers.deep.length - 1; index >= 0; index--) {
    const layer = layers.deep[index] as Layers['skip'];
    const value = values[index] as Float64Array;
    addGradient(layer, deltas[index + 1] as Float64Array, value, gradient, batch);
    if (index === 0) return;
    const delta = deltas[index] as Float64Array;
    backward(layer, parameters, deltas[index + 1] as Float64Array, delta, batch);
    for (let i = 0; i < delta.length; i++) {
      if ((value[i] as number) < 0) delta[i] = (delta[i] as number) * leak;
    }
  }
}

function createAdam({ size, weightCount }: Layers) {
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  let step = 0;
  return (parameters: Float64Array, gradient: Float64Array, rate: number): void => {
    step++;
    const speed = rate / (1 - beta1 ** step);
    const correction = 1 / (1 - beta2 ** step);
    const keep = 1 - rate * weightDecay;
    for (let i = 0; i < size; i++) {
      const g = gradient[i] as number;
      const m = beta1 * (mean[i] as number) + (1 - beta1) * g;
      const v = beta2 * (square[i] as number) + (1 - beta2) * g * g;
      mean[i] = m;
      square[i] = v;
      const kept = i < weightCount ? (parameters[i] as number) * keep : (parameters[i] as number);
      parameters[i] = kept - (speed * m) / (Math.sqrt(v * correction) + epsilon);
    }
  };
}
