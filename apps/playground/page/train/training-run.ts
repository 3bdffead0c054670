import {
  binarizationMetrics,
  exponentialRate,
  imageNetwork,
  type KernelMetrics,
  type Recipe,
  recipeLoss,
  recipeOptimizer,
  type ScheduledOptimizer,
  scheduleTraining,
  setTrainingStep,
  trainingProgress,
} from "@bnnkit/layers";
import * as tf from "@tensorflow/tfjs";
import type { ImageSet } from "../digits/drawn-digits.ts";
import { seededRandom } from "../random.ts";
import { kernelBits } from "./kernel-bits.ts";
import type { NetworkSizes, TrainingProgress } from "./training-messages.ts";

const batch = 50;
const every = 10;

export interface TrainingRunOptions {
  readonly recipe: Recipe;
  readonly sizes: NetworkSizes;
  readonly train: ImageSet;
  readonly test: ImageSet;
  readonly classes: number;
  readonly epochs: number;
}

/** Trains a network step by step, and measures it. */
export class TrainingRun {
  readonly model: tf.LayersModel;
  readonly steps: number;
  readonly #options: TrainingRunOptions;
  readonly #optimizer: ScheduledOptimizer;
  readonly #firstRate: number;

  constructor(options: TrainingRunOptions) {
    const { recipe, sizes, train, classes, epochs } = options;
    this.#options = options;
    const inputShape = [train.height, train.width, 1] as const;
    this.model = imageNetwork(recipe, { inputShape, ...sizes, classes });
    const { dense, convolution } = recipe.learningRate;
    this.#firstRate = sizes.filters.length > 0 ? convolution : dense;
    this.#optimizer = recipeOptimizer(recipe, this.model, {
      learningRate: this.#firstRate,
    });
    this.model.compile({ optimizer: this.#optimizer.optimizer, loss: recipeLoss(recipe) });
    this.steps = epochs * Math.max(1, Math.floor(train.count / batch));
  }

  /** Trains until the last step, or until told to stop.
   *  @throws Error if the loss is no number */
  async train(
    onProgress: (progress: TrainingProgress) => void,
    isStopped: () => boolean,
  ): Promise<void> {
    const start = performance.now();
    let measured: readonly KernelMetrics[] = [];
    const metrics = binarizationMetrics(this.model, {
      ...{ every, bins: 24 },
      onMetrics: ({ layers }) => {
        measured = layers;
      },
    });
    const random = seededRandom(1);
    let losses: number[] = [];
    await metrics.onTrainBegin?.();
    for (let step = 0; step < this.steps && !isStopped(); step++) {
      losses.push(await this.#advance(step, random));
      await metrics.onBatchEnd?.(step);
      const isLast = step === this.steps - 1;
      if ((step + 1) % every !== 0 && !isLast) continue;
      const bits = kernelBits(this.model);
      onProgress({
        ...{ step: step + 1, steps: this.steps, losses },
        seconds: (performance.now() - start) / 1000,
        ...(((step + 1) % (5 * every) === 0 || isLast) && { accuracy: this.accuracy() }),
        kernels: measured.map(({ layer, flipRatio, weights }) => ({
          ...{ layer, flipRatio, latent: { edges: weights.edges, counts: weights.counts } },
        })),
        ...(bits && { bits }),
      });
      losses = [];
      // Messages are heard between steps.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await metrics.onTrainEnd?.();
    // What becomes quantized over the training is so from now on.
    scheduleTraining(this.model, this.#options.recipe, 1);
  }

  /** Share of the test images whose class is right. */
  accuracy(): number {
    const { test } = this.#options;
    const classes = this.classesOf(test);
    return classes.filter((label, i) => label === test.labels[i]).length / test.count;
  }

  /** The class of each image, as TensorFlow.js has it. */
  classesOf(set: ImageSet): readonly number[] {
    return tf.tidy(() => {
      const [scores] = [this.model.predictOnBatch(imageTensor(set, 0, set.count))].flat();
      return scores === undefined ? [] : [...tf.argMax(scores, 1).dataSync()];
    });
  }

  dispose(): void {
    this.model.dispose();
  }

  async #advance(step: number, random: () => number): Promise<number> {
    const { recipe, train, classes } = this.#options;
    const rates = { first: this.#firstRate, last: this.#firstRate / 10, steps: this.steps };
    this.#optimizer.setLearningRate(exponentialRate(step, rates));
    setTrainingStep(this.model, step);
    scheduleTraining(this.model, recipe, trainingProgress(step, this.steps));
    const chosen = Array.from({ length: batch }, () => Math.floor(random() * train.count));
    const x = chosenImages(train, chosen);
    const labels = tf.tidy(() =>
      tf.oneHot(
        tf.tensor1d(
          chosen.map((i) => train.labels[i] ?? 0),
          "int32",
        ),
        classes,
      ),
    );
    const loss = Number(await this.model.trainOnBatch(x, labels));
    tf.dispose([x, labels]);
    if (Number.isFinite(loss)) return loss;
    throw new Error(
      `the loss of step ${step} is ${loss}: this system needs another network or data`,
    );
  }
}

/** Images as float32, the channel last. */
export function imageTensor(
  { pixels, height, width }: ImageSet,
  first: number,
  count: number,
): tf.Tensor4D {
  const size = height * width;
  const values = Float32Array.from(pixels.subarray(first * size, (first + count) * size));
  return tf.tensor4d(values, [count, height, width, 1]);
}

function chosenImages({ pixels, height, width }: ImageSet, chosen: readonly number[]): tf.Tensor4D {
  const size = height * width;
  const values = new Float32Array(chosen.length * size);
  for (const [i, image] of chosen.entries())
    values.set(pixels.subarray(image * size, (image + 1) * size), i * size);
  return tf.tensor4d(values, [chosen.length, height, width, 1]);
}
