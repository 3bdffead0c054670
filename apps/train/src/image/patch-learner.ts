import { distributionalLoss, type Loss, recipeLoss } from "@bnnkit/layers";
import type { PackedModel } from "@bnnkit/model";
import {
  createImageEncoder,
  encoderParameterShapes,
  encoderQuantizers,
  exportEncoder,
  type ImageBatch,
  type ImageEncoder,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { parametersOf, valuesOf, variablesOf } from "../encoder/encoder-variables.ts";
import { AdamOptimizer } from "../epochs/adam-optimizer.ts";
import { optimizerState, restoreOptimizer } from "../epochs/optimizer-state.ts";
import { UsageError } from "../errors.ts";
import { imageBatch } from "./image-batch.ts";
import type { ImageConfig } from "./image-config.ts";
import type {
  ImageLearner,
  LearnerOptions,
  LearnerState,
  LearningStep,
  PackLearnerOptions,
} from "./image-learner.ts";
import type { ImageSplits } from "./image-splits.ts";
import { patchEncoder } from "./patch-encoder.ts";
import { startingPatchEncoder } from "./starting-patch-encoder.ts";

/** A Transformer of patches, as it starts: its quantizers have the scales that the first training images give them.
 *  @throws UsageError if no such Transformer reads such images. */
export function createPatchLearner(
  config: ImageConfig,
  splits: ImageSplits,
  { imitates, initial, lossOn }: LearnerOptions,
): ImageLearner {
  const { seed, batch, learningRate, attentionScale } = config;
  const encoder = patchEncoder(config, splits);
  const indices = [...Array(Math.min(batch, splits.train.count)).keys()];
  const images = imageBatch(splits.train, indices);
  const starting = startingPatchEncoder(encoder, { seed, images, initial, attentionScale });
  const variables = variablesOf(encoder, starting, { trainable: true });
  const optimizer = new AdamOptimizer(learningRate);
  const model = createImageEncoder(encoder, variables);
  const loss = recipeLoss({ loss: "cross-entropy" });
  const goal: Loss = imitates ? distributionalLoss : loss;
  return new PatchLearner({ model, variables, optimizer, loss, goal, lossOn, seed });
}

interface PatchParts {
  readonly model: ImageEncoder;
  readonly variables: ReadonlyMap<string, tf.Variable>;
  readonly optimizer: AdamOptimizer;
  readonly loss: Loss;
  /** What is minimized: the loss, or that of a teacher. */
  readonly goal: Loss;
  /** Of outputs, in its place. */
  readonly lossOn: LearnerOptions["lossOn"];
  readonly seed: number;
}

class PatchLearner implements ImageLearner {
  readonly loss: Loss;
  readonly #parts: PatchParts;

  constructor(parts: PatchParts) {
    this.loss = parts.loss;
    this.#parts = parts;
  }

  async learn(
    images: ImageBatch,
    targets: tf.Tensor2D,
    { step, learningRate }: LearningStep,
  ): Promise<number> {
    const { model, variables, optimizer, goal, lossOn, seed } = this.#parts;
    const taught = lossOn?.(images);
    const { value, gradients } = model.gradients(
      images,
      (outputs) => taught?.loss(outputs) ?? goal(targets, outputs.scores).asScalar(),
      { step, seed },
    );
    taught?.dispose();
    const [loss] = await value.data();
    optimizer.learningRate = learningRate;
    optimizer.applyGradients(
      [...gradients].map(([name, tensor]) => ({ name: variables.get(name)?.name ?? name, tensor })),
    );
    tf.dispose([value, ...gradients.values()]);
    return loss;
  }

  scores(images: ImageBatch): tf.Tensor2D {
    return tf.tidy(() => this.#parts.model.outputs(images).scores);
  }

  async state(): Promise<Required<LearnerState>> {
    const { model, variables, optimizer } = this.#parts;
    const parameters = valuesOf(parametersOf(model.config, variables));
    const names = encoderParameterShapes(model.config).map(({ name }) => name);
    return {
      weights: names.map((name) => parameters[name]),
      optimizer: await optimizerState(optimizer),
    };
  }

  async restore({ weights, optimizer }: LearnerState, where: string): Promise<void> {
    const own = [...this.#parts.variables.values()];
    const fits =
      weights.length === own.length && own.every(({ size }, i) => weights[i].length === size);
    if (!fits) throw new UsageError(`${where}: holds the weights of another network`);
    tf.tidy(() => {
      for (const [i, variable] of own.entries()) {
        variable.assign(tf.tensor(weights[i].slice(), variable.shape));
      }
    });
    if (optimizer) await restoreOptimizer(this.#parts.optimizer, optimizer);
  }

  keptKeys(images: ImageBatch): readonly number[] | undefined {
    return tf.tidy(() => this.keptAttention(images)?.map((kept) => tf.mean(kept).dataSync()[0]));
  }

  keptAttention(images: ImageBatch): readonly tf.Tensor4D[] | undefined {
    const { model } = this.#parts;
    const { scores: ofScores, probabilities } = encoderQuantizers(model.config);
    const quantizer = ofScores ?? probabilities;
    const { activations } = model.config.precision;
    if (quantizer === undefined || quantizer.parameters || activations === 32) return undefined;
    return tf.tidy(() =>
      model.outputs(images).attentionScores.map((scores) => {
        const read = ofScores ? scores : tf.softmax(scores);
        return tf.step(quantizer.quantize(read));
      }),
    );
  }

  scheduleAt(): void {
    // Everything is binarized from the first step on.
  }

  pack({ golden: { pixels, size }, ...options }: PackLearnerOptions): PackedModel {
    const { model, variables } = this.#parts;
    const each = pixels.length / size;
    const golden = Array.from({ length: size }, (_, i) => pixels.slice(i * each, (i + 1) * each));
    return exportEncoder(model.config, parametersOf(model.config, variables), {
      ...options,
      golden,
    });
  }

  [Symbol.dispose](): void {
    tf.dispose([...this.#parts.variables.values()]);
  }
}
