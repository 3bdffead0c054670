import {
  distributionalLoss,
  type ImageNetworkOptions,
  imageNetwork,
  type Loss,
  packClassifier,
  type Recipe,
  recipeLoss,
  recipeOptimizer,
  type ScheduledOptimizer,
  scheduleTraining,
  setTrainingStep,
  trainingProgress,
} from "@bnnkit/layers";
import type { PackedModel } from "@bnnkit/model";
import type { ImageBatch } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { AdamOptimizer } from "../epochs/adam-optimizer.ts";
import { optimizerState, restoreOptimizer } from "../epochs/optimizer-state.ts";
import { UsageError } from "../errors.ts";
import type { ImageConfig } from "./image-config.ts";
import type {
  ImageLearner,
  LearnerOptions,
  LearnerState,
  LearningStep,
  PackLearnerOptions,
} from "./image-learner.ts";
import type { ImageSplits } from "./image-splits.ts";
import { recipeNamed } from "./network.ts";

/** A network of layers by a recipe, as it starts.
 *  @throws UsageError if its maps would vanish. */
export function createLayersLearner(
  config: ImageConfig,
  { train: { height, width, channels }, classes }: ImageSplits,
  { imitates }: LearnerOptions,
): ImageLearner {
  const { system, preset, units, filters, seed, learningRate } = config;
  const inputShape = [height, width, channels] as const;
  if (Math.min(height, width) < 2 ** filters.length) {
    throw new UsageError(
      `--filters ${filters}: each halves the map, and nothing is left of images of ${inputShape.join(" × ")}; take fewer`,
    );
  }
  const shape = { inputShape, units, filters, classes, seed };
  return recipeLearner(recipeNamed(system, preset), shape, { learningRate, imitates });
}

/** A network of a recipe's layers, as it starts.
 *  @param learningRate  of the first step */
export function recipeLearner(
  recipe: Recipe,
  shape: ImageNetworkOptions & Required<Pick<ImageNetworkOptions, "inputShape">>,
  {
    learningRate,
    imitates = false,
  }: { readonly learningRate: number; readonly imitates?: boolean },
): ImageLearner {
  const model = imageNetwork(recipe, shape);
  const adam = new AdamOptimizer(learningRate);
  const scheduled = recipeOptimizer(recipe, model, { learningRate, adam });
  const { optimizer } = scheduled;
  model.compile({ optimizer, loss: imitates ? distributionalLoss : recipeLoss(recipe) });
  return new LayersLearner({ recipe, model, scheduled, inputShape: shape.inputShape });
}

interface LayersParts {
  readonly recipe: Recipe;
  readonly model: tf.LayersModel;
  readonly scheduled: ScheduledOptimizer;
  readonly inputShape: readonly [height: number, width: number, channels: number];
}

class LayersLearner implements ImageLearner {
  readonly loss: Loss;
  readonly #parts: LayersParts;

  constructor(parts: LayersParts) {
    this.loss = recipeLoss(parts.recipe);
    this.#parts = parts;
  }

  async learn(
    images: ImageBatch,
    targets: tf.Tensor2D,
    { step, steps, learningRate }: LearningStep,
  ): Promise<number> {
    const { model, scheduled } = this.#parts;
    scheduled.setLearningRate(learningRate);
    setTrainingStep(model, step);
    this.scheduleAt(step, steps);
    const pixels = this.#pixels(images);
    const loss = Number(await model.trainOnBatch(pixels, targets));
    pixels.dispose();
    return loss;
  }

  scores(images: ImageBatch): tf.Tensor2D {
    return tf.tidy(() => {
      const [scores] = [this.#parts.model.predictOnBatch(this.#pixels(images))].flat();
      return tf.reshape<tf.Rank.R2>(scores, [images.size, scores.size / images.size]);
    });
  }

  async state(): Promise<Required<LearnerState>> {
    const { model, scheduled } = this.#parts;
    return {
      weights: model.getWeights().map((weight) => Float32Array.from(weight.dataSync())),
      optimizer: await optimizerState(scheduled.optimizer),
    };
  }

  async restore({ weights, optimizer }: LearnerState, where: string): Promise<void> {
    const { model, scheduled } = this.#parts;
    const shapes = model.getWeights().map(({ shape, size }) => ({ shape, size }));
    const fits =
      weights.length === shapes.length && shapes.every(({ size }, i) => weights[i].length === size);
    if (!fits) throw new UsageError(`${where}: holds the weights of another network`);
    tf.tidy(() => model.setWeights(weights.map((values, i) => tf.tensor(values, shapes[i].shape))));
    if (optimizer) await restoreOptimizer(scheduled.optimizer, optimizer);
  }

  scheduleAt(step: number, steps: number): void {
    const { model, recipe } = this.#parts;
    scheduleTraining(model, recipe, trainingProgress(step, steps));
  }

  pack({ golden, ...options }: PackLearnerOptions): PackedModel {
    const examples = this.#pixels(golden);
    try {
      return packClassifier(this.#parts.model, { ...options, examples });
    } finally {
      examples.dispose();
    }
  }

  [Symbol.dispose](): void {
    this.#parts.model.dispose();
  }

  /** Bytes as float32, `[size, height, width, channels]`. */
  #pixels({ pixels, size }: ImageBatch): tf.Tensor4D {
    return tf.tensor4d(Float32Array.from(pixels), [size, ...this.#parts.inputShape]);
  }
}
