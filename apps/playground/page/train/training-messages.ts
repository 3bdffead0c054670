import type { SystemName } from "@bnnkit/layers";
import type { Paper } from "@bnnkit/quantizers";
import type { DrawnDigit, ImageSet } from "../digits/drawn-digits.ts";

/** A system that a network can be trained by. */
export interface OfferedSystem {
  readonly name: SystemName;
  readonly title: string;
  readonly paper: Paper;
  readonly presets: readonly string[];
}

/** Sizes of a network. */
export interface NetworkSizes {
  readonly filters: readonly number[];
  readonly units: readonly number[];
}

/** Digits to be drawn again and again, or images as they are. */
export type TrainingData =
  | { readonly kind: "drawn"; readonly digits: readonly DrawnDigit[] }
  | { readonly kind: "images"; readonly train: ImageSet; readonly test: ImageSet };

export interface TrainingRequest {
  readonly system: string;
  readonly preset: string;
  readonly sizes: NetworkSizes;
  readonly data: TrainingData;
  readonly epochs: number;
}

/** How often latent weights fall between edges. */
export interface LatentHistogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** A kernel with quantized weights at a step. */
export interface KernelProgress {
  readonly layer: string;
  /** Share of the weights that differ from the last measurement. */
  readonly flipRatio: number;
  readonly latent: LatentHistogram;
}

/** The digits of a kernel, inputs by outputs. */
export interface KernelBits {
  readonly layer: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly digits: Int8Array;
}

/** What is told while a network is trained. */
export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
  readonly seconds: number;
  /** Of the steps since it was told last. */
  readonly losses: readonly number[];
  /** On the test images, 0 … 1, where it was measured now. */
  readonly accuracy?: number;
  readonly kernels: readonly KernelProgress[];
  readonly bits?: KernelBits;
}

/** A network as a model file, and what came of trying it. */
export interface PackedReport {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Weights as float32 would take. */
  readonly floatBytes: number;
  /** On the test images, 0 … 1; absent of a file that was opened. */
  readonly accuracy?: number;
  /** Test images that TensorFlow.js gives the same class. */
  readonly sameClass?: number;
  readonly testImages?: number;
  /** Whether the examples in the file came out as they stand there; undefined where there are none. */
  readonly verified: boolean | undefined;
  readonly input: string;
  /** What a pad must be made to; undefined where the network does not read square images of one channel. */
  readonly size: number | undefined;
  readonly kernels: readonly {
    readonly operation: string;
    readonly kernel: string;
    readonly reason: string;
  }[];
}

/** What a packed network says of an image. */
export interface ClassifiedImage {
  readonly pixels: Uint8Array;
  readonly size: number;
  readonly scores: readonly { readonly label: string; readonly score: number }[];
  readonly best: number;
  readonly milliseconds: number;
}
