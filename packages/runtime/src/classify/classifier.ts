/// <reference lib="esnext.disposable" preserve="true" />
import type { PlatformAbortSignal } from "@bnnkit/core";
import type { KernelReport } from "@bnnkit/kernels";
import type { ClassificationDescription, GoldenRun, MapInput } from "@bnnkit/model";
import type { LayerReport } from "../compile/layer-report.ts";

/** Images one behind the other, each line by line and pixel by pixel, the channels of a pixel together: bytes where the model
 *  reads bytes, else float32. */
export type Images = Uint8Array | Uint8ClampedArray | Int8Array | Float32Array;

export interface ClassifyOptions {
  /** Called after each batch, and once at the end. */
  readonly onProgress?: (progress: { readonly done: number; readonly images: number }) => void;
  readonly signal?: PlatformAbortSignal;
}

/** The class of an image. */
export interface Classification {
  /** Index of the greatest score; of equal ones the first. */
  readonly class: number;
  /** Name of the class, where the model has names. */
  readonly label?: string;
  readonly score: number;
}

/** A classification model laid out in an arena. */
export interface Classifier {
  readonly description: ClassificationDescription;
  /** What an image is. */
  readonly input: MapInput;
  readonly classes: number;
  /** Inputs with the outputs that the model gave when it was written; `verify` runs them. */
  readonly golden: readonly GoldenRun[];
  /** The scores of the classes: float32 [images, classes].
   *
   *  An image has the same scores alone and among others. Images are read while the work goes on, so they must not change.
   *  @throws TypeError or RangeError for images of the wrong kind or length, Error after `dispose`, and what the signal was
   *    aborted with. */
  scores(images: Images, options?: ClassifyOptions): Promise<Float32Array>;
  /** The class of each image. @throws as `scores`. */
  classify(images: Images, options?: ClassifyOptions): Promise<readonly Classification[]>;
  /** Which kernels run each operation, and why. */
  explain(): readonly KernelReport[];
  /** Which kernels run each layer of the model; see `TranslationSession.explainLayers`. */
  explainLayers(): readonly LayerReport[];
  /** Bytes of its weights in the arena. */
  readonly weightBytes: number;
  /** Gives the memory back, after the work that is running. Idempotent. */
  dispose(): void;
  [Symbol.dispose](): void;
}
