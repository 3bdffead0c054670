import type { UnipolarMatrix } from "@bnnkit/core";
import type { FittedEpoch } from "@bnnkit/weightless";
import type { WeightlessConfig } from "./weightless-config.ts";

/** What a training run can say and be told. */
export interface TrainingContext {
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onEpoch: (epoch: FittedEpoch) => void;
}

/** What a network is trained on, in bits. */
export interface BitTask {
  readonly config: WeightlessConfig;
  readonly classes: number;
  readonly samples: UnipolarMatrix;
  readonly labels: Uint32Array;
  readonly context: TrainingContext;
}
