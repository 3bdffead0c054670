import { checkLength, unpackUnipolar } from "@bnnkit/core";
import { crossEntropy } from "../cross-entropy.ts";
import { firstArgmax } from "../filter-network.ts";
import { bitRows, checkLabels, type Samples } from "../samples.ts";
import type { LayerPass, TrainableLayer } from "./trainable-layer.ts";
import type { TruthTableNetwork } from "./truth-table-network.ts";

/** Samples that `responses` runs at a time. */
const chunk = 256;

/** A network in training that becomes one of truth tables. The outputs of the last layer stand in equal groups, one a class; a class's
 *  score is the sum of its group divided by the temperature, the loss the cross-entropy of their softmax. */
export class TrainableTables {
  readonly inputs: number;
  readonly classes: number;
  readonly temperature: number;
  readonly #layers: readonly TrainableLayer[];
  #steps = 0;

  /** @param temperature  what sums are divided by
   *  @throws RangeError unless there is a layer, each reads what the one before it gives and the last one's outputs make equal groups */
  constructor(layers: readonly TrainableLayer[], classes: number, temperature: number) {
    checkStack(layers, classes);
    if (!(temperature > 0 && temperature < Infinity)) {
      throw new RangeError(
        `TrainableTables: temperature must be positive and finite, got ${temperature}`,
      );
    }
    this.inputs = layers[0].inputs;
    this.classes = classes;
    this.temperature = temperature;
    this.#layers = layers;
  }

  /** One step of Adam on a batch.
   *  @returns the mean cross-entropy of the batch before the step
   *  @throws RangeError for bits or labels out of range or a rate that is not positive, before anything is learned */
  partialFit(
    samples: Samples,
    labels: ArrayLike<number>,
    { learningRate = 1e-2 }: { readonly learningRate?: number } = {},
  ): number {
    if (!(learningRate > 0 && learningRate < Infinity)) {
      throw new RangeError(
        `TrainableTables.partialFit: learningRate must be positive and finite, got ${learningRate}`,
      );
    }
    const bits = bitRows("TrainableTables.partialFit", samples, this.inputs);
    checkLabels("TrainableTables.partialFit", labels, bits.rows, this.classes);
    const input = featureMajor(unpackUnipolar(bits), bits.rows, this.inputs);
    const passes = this.#run(input, bits.rows, "forward");
    const loss = this.#backward(passes, labels);
    this.#steps++;
    for (const layer of this.#layers) {
      layer.step(this.#steps, learningRate);
      layer.refresh();
    }
    return loss;
  }

  /** Row-major rows × classes: the sums of the groups, as the truth tables will count them. */
  responses(samples: Samples): Float64Array<ArrayBuffer> {
    const bits = bitRows("TrainableTables.responses", samples, this.inputs);
    const digits = unpackUnipolar(bits);
    const sums = new Float64Array(bits.rows * this.classes);
    for (let first = 0; first < bits.rows; first += chunk) {
      const rows = Math.min(chunk, bits.rows - first);
      const part = digits.subarray(first * this.inputs, (first + rows) * this.inputs);
      const passes = this.#run(featureMajor(part, rows, this.inputs), rows, "hard");
      this.#addSums(passes, sums.subarray(first * this.classes, (first + rows) * this.classes));
    }
    return sums;
  }

  /** The class of each sample with the highest response, the lowest of those that tie. */
  predict(samples: Samples): Uint32Array<ArrayBuffer> {
    return firstArgmax(this.responses(samples), this.classes);
  }

  /** The network as truth tables; `evaluateTruthTables` gives the responses. */
  pack(): TruthTableNetwork {
    const layers = this.#layers.map((layer) => layer.pack());
    return { inputs: this.inputs, classes: this.classes, layers };
  }

  /** Copies of all that is learned, but for the moments of Adam, layer by layer; what is drawn stays with the seed. */
  weights(): Float32Array[] {
    return this.#layers.flatMap((layer) => layer.weights.map((weights) => weights.slice()));
  }

  /** Takes what `weights` of a network of the same options and seed returned.
   *  @throws RangeError if there are more, fewer or others than the network has. */
  setWeights(weights: readonly Float32Array[]): void {
    const own = this.#layers.flatMap((layer) => layer.weights);
    checkLength("TrainableTables.setWeights", "weights", weights.length, own.length);
    own.forEach((values, i) => {
      checkLength("TrainableTables.setWeights", `weights[${i}]`, weights[i].length, values.length);
    });
    own.forEach((values, i) => void values.set(weights[i]));
    for (const layer of this.#layers) layer.refresh();
  }

  #run(input: Float32Array, batch: number, mode: "forward" | "hard"): LayerPass[] {
    let read = input;
    return this.#layers.map((layer) => {
      const pass = { batch, input: read, output: new Float32Array(layer.outputs * batch) };
      layer[mode](pass);
      read = pass.output;
      return pass;
    });
  }

  #addSums(passes: readonly LayerPass[], sums: Float64Array): void {
    const { batch, output } = passes[passes.length - 1];
    const group = output.length / batch / this.classes;
    for (let i = 0; i < output.length; i++) {
      const label = Math.floor(i / batch / group);
      sums[(i % batch) * this.classes + label] += output[i];
    }
  }

  #backward(passes: readonly LayerPass[], labels: ArrayLike<number>): number {
    const { batch, output } = passes[passes.length - 1];
    const scores = new Float64Array(batch * this.classes);
    this.#addSums(passes, scores);
    let loss = 0;
    for (let s = 0; s < batch; s++) {
      const ofSample = scores.subarray(s * this.classes, (s + 1) * this.classes);
      for (let c = 0; c < this.classes; c++) ofSample[c] /= this.temperature;
      loss += crossEntropy(ofSample, labels[s], batch);
    }
    const group = output.length / batch / this.classes;
    let gradient = Float32Array.from(output, (_, i) => {
      const label = Math.floor(i / batch / group);
      return scores[(i % batch) * this.classes + label] / this.temperature;
    });
    for (let index = passes.length - 1; index > 0; index--) {
      const ofInput = new Float32Array(passes[index].input.length);
      this.#layers[index].backward(passes[index], { output: gradient, input: ofInput });
      gradient = ofInput;
    }
    this.#layers[0].backward(passes[0], { output: gradient });
    return loss / batch;
  }
}

/** Row-major digits with the rows as columns. */
function featureMajor(digits: Uint8Array, rows: number, features: number): Float32Array {
  const turned = new Float32Array(digits.length);
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < features; f++) turned[f * rows + row] = digits[row * features + f];
  }
  return turned;
}

function checkStack(layers: readonly TrainableLayer[], classes: number): void {
  const where = "TrainableTables";
  if (layers.length === 0) throw new RangeError(`${where}: layers must not be empty`);
  layers.forEach((layer, i) => {
    const before = i === 0 ? layer.inputs : layers[i - 1].outputs;
    if (layer.inputs === before) return;
    throw new RangeError(
      `${where}: layers[${i}] must read the ${before} values before it, got ${layer.inputs}`,
    );
  });
  const { outputs } = layers[layers.length - 1];
  if (Number.isInteger(outputs / classes)) return;
  throw new RangeError(
    `${where}: the last layer must have equally many outputs for each of ${classes} classes, got ${outputs}`,
  );
}
