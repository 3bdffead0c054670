import type { EncoderConfig } from "@bnnkit/transformer";
import type { DistillationLoss } from "../encoder/distillation.ts";

/** What is learned: the classes of texts, a number of each, or tokens that are taken out of them. */
export type ObjectiveName = "classes" | "regression" | "masked";

/** The names of {@link ObjectiveName}. */
export const objectiveNames: readonly ObjectiveName[] = ["classes", "regression", "masked"];

/** The shape of an encoder, but for what the text decides. */
export type EncoderShape = Omit<EncoderConfig, "vocabularySize" | "outputs">;

/** Everything that decides the outcome of a run on texts, and how it is watched. */
export interface TextConfig {
  /** Absent: the classes. */
  readonly objective?: ObjectiveName;
  /** Files of labels (of a regression numbers) and texts, or of masked tokens a text a line; absolute paths. */
  readonly train: string;
  readonly test: string;
  /** A tokenizer.json, an absolute path; "": one is trained on the texts. */
  readonly tokenizer: string;
  /** Tokens of a tokenizer that is trained here. */
  readonly vocabularySize: number;
  readonly encoder: EncoderShape;
  /** Passes over the training texts. */
  readonly epochs: number;
  /** Texts of a step; those of an epoch that fill none are left out, others each time. */
  readonly batch: number;
  /** At the end of the warm-up; from there it falls linearly to 0. */
  readonly learningRate: number;
  /** Share of the steps in which the rate rises. */
  readonly warmup: number;
  /** Of the parameters, dropout, the order of the texts, and which are held out. */
  readonly seed: number;
  /** Share of the training texts that is held out and scored after each epoch in the place of the test texts. */
  readonly validation: number;
  /** Folder of the run that is imitated, an absolute path; absent: the labels are learned. */
  readonly teacher?: string;
  /** What of the teacher is imitated. */
  readonly distill: readonly DistillationLoss[];
  /** Folder of the run whose parameters are the first ones, an absolute path; absent: random ones are. */
  readonly initialWeights?: string;
  readonly nativeMatMul: boolean | "auto";
  readonly checkpointMinutes: number;
  /** Of the model file; "": that of the precision. */
  readonly name: string;
  /** Of the weights; "": the model file does not say. */
  readonly licence: string;
  /** Where the weights come from; "": the model file does not say. */
  readonly source: string;
}

/** What holds where no option says otherwise. */
export const textDefaults: Omit<TextConfig, "train" | "test"> = {
  tokenizer: "",
  vocabularySize: 2048,
  encoder: {
    features: 128,
    heads: 4,
    feedForwardFeatures: 512,
    layers: 2,
    maximumLength: 64,
    dropout: 0.1,
    attentionDropout: 0.1,
    normalization: "after",
    positions: "learned",
    pooling: "mean",
    precision: { weights: 32, embedding: 32, activations: 32 },
  },
  epochs: 5,
  batch: 32,
  learningRate: 1e-3,
  warmup: 0.1,
  seed: 1,
  validation: 0,
  distill: ["logits", "hidden"],
  nativeMatMul: "auto",
  checkpointMinutes: 1,
  name: "",
  licence: "",
  source: "",
};
