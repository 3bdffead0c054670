import type { AdamOptions } from "@bnnkit/training-backend/node";
import type { EmbeddingBits, TransformerConfig } from "@bnnkit/transformer";
import type { JoinOptions } from "../data/join-pairs.ts";

/** Which tensors are binarized: none, the weights of all projections, or the weights and their inputs. */
export type Variant = "float" | "weight-only" | "w1a1";

export const variants: readonly Variant[] = ["float", "weight-only", "w1a1"];

/** Shape and regularization of the model; the vocabulary comes from the tokenizer. */
export type ModelShape = Omit<TransformerConfig, "vocabularySize" | "binarize">;

/** Which translations of a training sentence make pairs: all, or the last one. In the text that `distill` writes the last
 *  is the teacher's, unless the teacher said what was there. */
export type TrainingReferences = "all" | "last";

export const trainingReferences: readonly TrainingReferences[] = ["all", "last"];

/** Learning rate: warm-up, inverse square root, a restart when binarization begins, a small-rate tail at the end. */
export interface ScheduleConfig {
  readonly peakRate: number;
  readonly warmupSteps: number;
  /** Peak after the restart as a share of `peakRate`; 0: no restart. */
  readonly restartShare: number;
  /** Steps at the end during which the rate falls in a straight line to `tailShare` of what it was; those behind the
   *  last peak at most. */
  readonly tailSteps: number;
  readonly tailShare: number;
}

/** A trained model whose distributions are mixed into the labels once binarization has begun. */
export interface TeacherConfig {
  /** File of weights for the same tokenizer, such as best.checkpoint of a float run, or a packed model; "": no teacher. */
  readonly weights: string;
  /** Share of the teacher in the target distribution, in 0 … 1. */
  readonly share: number;
}

/** Everything that decides the outcome of a training run, and how it is watched. */
export interface FitConfig {
  /** Files of sentence pairs. */
  readonly train: readonly string[];
  readonly references: TrainingReferences;
  /** Longer pairs that are made of the short ones and learnt beside them. */
  readonly joined: JoinOptions;
  /** Further pairs with tags and values put in, as a share of the pairs; see `plantSpans`. */
  readonly plantedShare: number;
  /** Held-out files by name. */
  readonly validation: Readonly<Record<string, string>>;
  readonly tokenizer: string;
  readonly seed: number;
  /** File of weights to start from, such as best.checkpoint of a float run, or a packed model; "": seeded random values. */
  readonly initialWeights: string;
  /** The tokenizer.json of these weights where it is another than `tokenizer`, see `carryTable`; "": the same. */
  readonly initialTokenizer: string;
  readonly model: ModelShape;
  readonly variant: Variant;
  /** Step from which the variant's tensors are binarized. */
  readonly binarizeAt: number;
  readonly schedule: ScheduleConfig;
  readonly teacher: TeacherConfig;
  readonly optimizer: AdamOptions;
  readonly steps: number;
  /** Most positions (pairs × longest side) of a batch. */
  readonly batchTokens: number;
  readonly workers: number;
  /** Parts into which each worker's share of a batch is cut: less memory, more overhead. */
  readonly shardsPerWorker: number;
  /** onnxruntime-node's matrix product: "auto" takes it if it is installed and right. */
  readonly nativeMatMul: boolean | "auto";
  readonly checkpointMinutes: number;
  /** Steps between two evaluations; 0: only at the end. */
  readonly evaluateEvery: number;
  /** Sentences of each validation file that are translated for BLEU; 0: loss only. */
  readonly translateSentences: number;
  /** Bits of an entry of the embedding table in the packed model; translations of the evaluation use them too. */
  readonly embeddingBits: EmbeddingBits;
  /** Steps between two snapshots of the weights; 0: at evaluations only. */
  readonly snapshotEvery: number;
  /** Newest snapshots that are kept for averaging. */
  readonly keepSnapshots: number;
}

const sizeS = { features: 128, heads: 4, feedForwardFeatures: 512, layers: 2 };
const sizeM = { features: 256, heads: 4, feedForwardFeatures: 1024, layers: 3 };

/** Named model sizes. */
export const sizes: Readonly<Record<string, typeof sizeS>> = { S: sizeS, M: sizeM };

/** The shape of a named size. */
export function shapeOfSize(name: string): Partial<ModelShape> {
  const size = sizes[name];
  if (!size) throw new RangeError(`shapeOfSize: name must be S or M, got ${name}`);
  const { layers, ...shape } = size;
  return { ...shape, encoderLayers: layers, decoderLayers: layers };
}

/** What holds where neither the configuration file nor a flag says otherwise. */
export const defaultConfig: FitConfig = {
  train: [],
  references: "all",
  joined: {
    share: 0,
    conjunctions: [
      [" and ", " und "],
      [", and ", ", und "],
      [", but ", ", aber "],
      [" because ", ", denn "],
    ],
    longestPart: 45,
  },
  plantedShare: 0.05,
  validation: {},
  tokenizer: "",
  seed: 1,
  initialWeights: "",
  initialTokenizer: "",
  model: {
    features: sizeM.features,
    heads: sizeM.heads,
    feedForwardFeatures: sizeM.feedForwardFeatures,
    encoderLayers: sizeM.layers,
    decoderLayers: sizeM.layers,
    dropout: 0.1,
    attentionDropout: 0,
    hiddenDropout: 0,
    maximumLength: 96,
    labelSmoothing: 0.1,
    extraNorms: true,
    postScale: 1,
    activationEstimator: "triangle",
    triangleSlope: 2,
  },
  variant: "w1a1",
  binarizeAt: 2000,
  schedule: {
    peakRate: 0.0015,
    warmupSteps: 400,
    restartShare: 0.7,
    tailSteps: 500,
    tailShare: 0.05,
  },
  teacher: { weights: "", share: 0.9 },
  optimizer: { kind: "adam", beta1: 0.9, beta2: 0.98, epsilon: 1e-9, weightDecay: 0, clipNorm: 1 },
  steps: 4000,
  batchTokens: 2048,
  workers: 2,
  shardsPerWorker: 1,
  nativeMatMul: "auto",
  checkpointMinutes: 10,
  evaluateEvery: 500,
  translateSentences: 200,
  embeddingBits: 8,
  snapshotEvery: 0,
  keepSnapshots: 5,
};
