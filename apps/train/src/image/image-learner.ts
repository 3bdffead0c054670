import type { Loss } from "@bnnkit/layers";
import type { PackedModel } from "@bnnkit/model";
import type { ImageBatch } from "@bnnkit/transformer";
import type * as tf from "@tensorflow/tfjs";
import type { TaughtBatch } from "../encoder/distillation.ts";
import type { OptimizerWeight } from "../epochs/optimizer-state.ts";

/** When a step is done. */
export interface LearningStep {
  /** Counted from 0. */
  readonly step: number;
  /** Of the whole run. */
  readonly steps: number;
  readonly learningRate: number;
}

/** What a checkpoint holds of a network and its optimizer. */
export interface LearnerState {
  readonly weights: readonly Float32Array[];
  /** Absent where nothing is learned any more. */
  readonly optimizer?: readonly OptimizerWeight[];
}

export interface PackLearnerOptions {
  readonly name: string;
  /** Names of the classes. */
  readonly labels?: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Images whose scores the file holds. */
  readonly golden: ImageBatch;
}

/** A network that learns images, whatever it is made of. */
export interface ImageLearner {
  /** Of labels, by which it is scored. */
  readonly loss: Loss;
  /** One step towards targets `[size, classes]`. @returns the loss before it */
  learn(images: ImageBatch, targets: tf.Tensor2D, at: LearningStep): Promise<number>;
  /** As it is when it is not trained: `[size, classes]`, which the caller disposes of. */
  scores(images: ImageBatch): tf.Tensor2D;
  state(): Promise<Required<LearnerState>>;
  /** Goes on from a state.
   *  @param where  its checkpoint, in messages
   *  @throws UsageError if it is of another network */
  restore(state: LearnerState, where: string): Promise<void>;
  /** Makes schedules as they are at a step. */
  scheduleAt(step: number, steps: number): void;
  /** Share of the keys that attention of zeros and ones keeps in each layer; absent, or undefined, where there is no such attention. */
  keptKeys?(images: ImageBatch): readonly number[] | undefined;
  /** Attention of zeros and ones of each layer, 1 where a query keeps a key, `[heads, size, queries, keys]`, which the caller disposes of;
   *  absent, or undefined, where there is none. */
  keptAttention?(images: ImageBatch): readonly tf.Tensor4D[] | undefined;
  /** @throws RangeError naming a layer that a model file has no node for */
  pack(options: PackLearnerOptions): PackedModel;
  [Symbol.dispose](): void;
}

export interface LearnerOptions {
  /** Whether the targets are probabilities of a teacher, not labels. */
  readonly imitates: boolean;
  /** The loss of the outputs of a Transformer of patches on images, in the place of targets; default: there are targets. */
  readonly lossOn?: ((images: ImageBatch) => TaughtBatch) | undefined;
  /** Parameters of a Transformer of patches by their names, that it starts from; default: random ones. */
  readonly initial?: Readonly<Record<string, Float32Array>> | undefined;
}
