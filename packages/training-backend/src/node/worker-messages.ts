import type { BackendReport } from "../install-training-backend.ts";
import type { AdamOptions } from "./adam.ts";
import type { ParameterLayout } from "./parameter-layout.ts";

/** What a worker is started with. */
export interface WorkerSetup {
  readonly worker: number;
  readonly workers: number;
  readonly replicaModule: string;
  readonly replicaOptions: unknown;
  readonly optimizer: AdamOptions;
  readonly nativeMatMul: boolean | "auto";
  readonly layout: ParameterLayout;
  readonly memory: SharedMemory;
}

/** The memory that all workers and the trainer share. */
export interface SharedMemory {
  /** Barrier state. */
  readonly control: SharedArrayBuffer;
  /** How many workers are starting or working. */
  readonly busy: SharedArrayBuffer;
  /** Per worker: {@link statisticsPerWorker} float64 words. */
  readonly statistics: SharedArrayBuffer;
  readonly weights: SharedArrayBuffer;
  readonly firstMoments: SharedArrayBuffer;
  readonly secondMoments: SharedArrayBuffer;
  /** One gradient vector per worker; after the reduction the first holds the mean. */
  readonly gradients: readonly SharedArrayBuffer[];
}

/** loss sum, tokens, squared norm of the worker's part of the mean gradient */
export const statisticsPerWorker = 3;

export type WorkerRequest =
  | {
      readonly kind: "step";
      readonly step: number;
      readonly learningRate: number;
      readonly update: number;
      readonly shards: readonly { readonly shard: unknown; readonly seed: number }[];
    }
  | { readonly kind: "load-weights" }
  | { readonly kind: "stop" }
  | { readonly kind: "evaluate"; readonly step: number; readonly request: unknown };

export type WorkerReply =
  | { readonly kind: "ready"; readonly report: BackendReport }
  | { readonly kind: "done"; readonly value?: unknown }
  | { readonly kind: "failed"; readonly error: Error };
