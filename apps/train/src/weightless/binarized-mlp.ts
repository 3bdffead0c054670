import { setImmediate } from "node:timers/promises";
import { type UnipolarMatrix, unpackUnipolar } from "@bnnkit/core";
import { exponentialRate, type Recipe, recipeOf } from "@bnnkit/layers";
import type { PackedModel } from "@bnnkit/model";
import { installTrainingBackend } from "@bnnkit/training-backend";
import { EpochOrder } from "../epochs/epoch-order.ts";
import type { ImageSet } from "../idx/image-set.ts";
import { imageBatch, oneHotLabels } from "../image/image-batch.ts";
import type { ImageLearner } from "../image/image-learner.ts";
import { recipeLearner } from "../image/layers-learner.ts";
import type { BitTask } from "./bit-task.ts";
import { parameterBytes } from "./parameter-bytes.ts";
import { unitsOfBytes } from "./units-of-bytes.ts";

const base = recipeOf("bnn", "bnn-theano");
/** The bits 0 and 1 as −1 and +1, and no layer that is not binarized. */
const recipe: Recipe = { ...base, pixels: { scale: 2, offset: -1 }, first: base.hidden };
const lastRate = 1e-4;
const scoredRows = 1000;

/** A BNN of dense layers that reads the bits of a thermometer: every weight and every value between layers is −1 or +1. */
export class BinarizedMlp {
  readonly units: number;
  readonly #learner: ImageLearner;
  readonly #classes: number;

  private constructor(learner: ImageLearner, units: number, classes: number) {
    this.#learner = learner;
    this.units = units;
    this.#classes = classes;
  }

  /** Finds the units of the hidden layers by the bytes that are asked for, and trains that network.
   *  @throws the reason of the signal */
  static async train({
    config,
    classes,
    samples,
    labels,
    context,
  }: BitTask): Promise<BinarizedMlp> {
    await installTrainingBackend();
    const { learningRate, parameterBytes: bytes = 0, hiddenLayers = 1 } = config;
    const learnerOf = (units: number): ImageLearner => {
      const inputShape = [1, 1, samples.cols] as const;
      const hidden = Array<number>(hiddenLayers).fill(units);
      const shape = { inputShape, units: hidden, classes, seed: context.seed };
      return recipeLearner(recipe, shape, { learningRate });
    };
    const rows = bitSet(samples, labels);
    const units = await unitsOfBytes(bytes, (count) => bytesOf(learnerOf(count), rows, classes));
    const learner = learnerOf(units);
    await learnEpochs(learner, rows, { config, classes, context });
    return new BinarizedMlp(learner, units, classes);
  }

  /** Row-major rows × classes. */
  scores(samples: UnipolarMatrix): Float32Array {
    const { rows, cols } = samples;
    const bits = unpackUnipolar(samples);
    const scores = new Float32Array(rows * this.#classes);
    for (let from = 0; from < rows; from += scoredRows) {
      const size = Math.min(scoredRows, rows - from);
      const pixels = bits.subarray(from * cols, (from + size) * cols);
      const some = this.#learner.scores({ pixels, size });
      scores.set(some.dataSync(), from * this.#classes);
      some.dispose();
    }
    return scores;
  }

  /** As a classifier of bytes 0 and 1.
   *  @param examples  rows of its golden runs */
  pack(examples: UnipolarMatrix): PackedModel {
    return packed(this.#learner, unpackUnipolar(examples), examples.rows);
  }
}

/** The rate falls by the same factor each step. */
async function learnEpochs(
  learner: ImageLearner,
  rows: ImageSet,
  { config, classes, context }: Pick<BitTask, "config" | "classes" | "context">,
): Promise<void> {
  const { learningRate: first, epochs } = config;
  const { seed, signal, onEpoch } = context;
  const batch = Math.min(config.batch, rows.count);
  const order = new EpochOrder({ count: rows.count, batch, seed });
  const { stepsPerEpoch } = order;
  const steps = epochs * stepsPerEpoch;
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    await setImmediate(); // signals are heard between steps
    signal.throwIfAborted();
    const indices = order.at(step);
    const learningRate = exponentialRate(step, { first, last: lastRate, steps });
    const targets = oneHotLabels(rows, indices, classes);
    sum += await learner.learn(imageBatch(rows, indices), targets, { step, steps, learningRate });
    targets.dispose();
    if ((step + 1) % stepsPerEpoch > 0) continue;
    const epoch = (step + 1) / stepsPerEpoch;
    onEpoch({ epoch, epochs, loss: sum / stepsPerEpoch, learningRate });
    sum = 0;
  }
}

function packed(learner: ImageLearner, pixels: Uint8Array<ArrayBuffer>, size: number): PackedModel {
  return learner.pack({ name: "bits", metadata: {}, golden: { pixels, size } });
}

/** Of a network as it is after a step: before, it has no bias to store. */
async function bytesOf(learner: ImageLearner, rows: ImageSet, classes: number): Promise<number> {
  using sample = learner;
  const targets = oneHotLabels(rows, [0], classes);
  await sample.learn(imageBatch(rows, [0]), targets, { step: 0, steps: 1, learningRate: lastRate });
  targets.dispose();
  return parameterBytes(packed(sample, rows.images.slice(0, rows.channels), 1));
}

function bitSet(samples: UnipolarMatrix, labels: Uint32Array): ImageSet {
  const shape = { height: 1, width: 1, channels: samples.cols };
  const images = unpackUnipolar(samples);
  return { count: samples.rows, ...shape, images, labels: Uint8Array.from(labels) };
}
