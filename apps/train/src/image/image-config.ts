import type { SystemName } from "@bnnkit/layers";
import type { DistillationLoss } from "../encoder/distillation.ts";
import type { ImageFiles } from "../idx/image-set.ts";
import type { NetworkName } from "./network.ts";
import type { PatchShape, PatchSystemName } from "./patch-systems.ts";

/** The files of a data set, absolute paths. */
export interface ImagePaths {
  readonly train: ImageFiles;
  readonly test: ImageFiles;
}

/** Everything that decides the outcome of a run on images, and how it is watched. */
export interface ImageConfig {
  readonly data: ImagePaths;
  /** Of the classes, in order; none: they are numbers, up to the greatest label that is trained on. */
  readonly classNames: readonly string[];
  /** Of layers, or for `vit` of patches. */
  readonly system: SystemName | PatchSystemName;
  readonly network: NetworkName;
  /** Variant of the system. */
  readonly preset: string;
  readonly units: readonly number[];
  readonly filters: readonly number[];
  /** Of `vit`. */
  readonly patches?: PatchShape;
  /** Passes over the training images. */
  readonly epochs: number;
  /** Images of a step; those of an epoch that fill none are left out, others each time. */
  readonly batch: number;
  /** Of the first step. */
  readonly learningRate: number;
  /** Of the last step; in between the rate falls by the same factor each step. */
  readonly lastRate: number;
  /** Of the kernels, the order of the images, and which are held out. */
  readonly seed: number;
  /** Share of the training images that is held out and scored after each epoch in the place of the test images. */
  readonly validation: number;
  /** Folder of the run whose class probabilities are the targets, an absolute path; absent: the labels are. */
  readonly teacher?: string;
  /** What of the outputs of a teacher that is a Transformer of patches is imitated; absent: its class probabilities are targets. */
  readonly distill?: readonly DistillationLoss[];
  /** Folder of the run of a Transformer of patches whose parameters are the first ones, an absolute path; absent: random ones are. */
  readonly initialWeights?: string;
  /** Factor on the first scales of the matrices behind attention, which are learned; absent: 1. */
  readonly attentionScale?: number;
  readonly nativeMatMul: boolean | "auto";
  readonly checkpointMinutes: number;
  /** Of the model file; "": that of system and network. */
  readonly name: string;
  /** Of the weights; "": the model file does not say. */
  readonly licence: string;
  /** Where the weights come from; "": the model file does not say. */
  readonly source: string;
}

/** What holds for every network where no option says otherwise. */
export const commonDefaults: Omit<
  ImageConfig,
  "data" | "units" | "filters" | "patches" | "epochs" | "preset" | "learningRate"
> = {
  classNames: [],
  system: "bnn",
  network: "mlp",
  batch: 100,
  lastRate: 1e-4,
  seed: 1,
  validation: 0,
  nativeMatMul: "auto",
  checkpointMinutes: 1,
  name: "",
  licence: "",
  source: "",
};
