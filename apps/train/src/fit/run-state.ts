import type { TrainingState } from "@bnnkit/training-backend/node";
import type { TransformerConfig } from "@bnnkit/transformer";
import type { DataPosition } from "../data/batch-sequence.ts";
import type { LossRow, ValidationRow } from "./curve.ts";
import type { FitConfig } from "./fit-config.ts";

/** A score of the weights after a step; more is better. */
export interface ScoredStep {
  readonly step: number;
  readonly score: number;
}

/** What a checkpoint holds: all that the rest of the run depends on. */
export interface RunState {
  readonly kind: "run";
  /** Tells the run's snapshots from those of another run in its folder; older runs have none. */
  readonly runId?: string | undefined;
  readonly config: FitConfig;
  /** SHA-256 over tokenizer and training pairs. */
  readonly dataSha256: string;
  /** Steps done. */
  readonly step: number;
  readonly position: DataPosition;
  /** Target tokens seen. */
  readonly tokens: number;
  /** Time spent in steps and evaluations. */
  readonly seconds: number;
  readonly trainer: TrainingState;
  readonly losses: readonly LossRow[];
  readonly validations: readonly ValidationRow[];
  readonly best: ScoredStep | undefined;
  /** Step whose weights were evaluated last. */
  readonly evaluatedStep: number | undefined;
}

/** Weights of one step, with what is needed to run or export them. */
export interface WeightsState {
  readonly kind: "weights";
  /** The run that they are of; files of older runs do not tell. */
  readonly runId?: string | undefined;
  readonly model: TransformerConfig;
  /** Steps done; the last of them was step − 1. */
  readonly step: number;
  readonly score: number | undefined;
  /** SHA-256 of the tokenizer.json whose ids the weights know, in hexadecimal; older files do not tell. */
  readonly tokenizerSha256?: string | undefined;
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/** Whether a checkpoint's content is the state of a run. */
export function isRunState(state: unknown): state is RunState {
  return hasKind(state, "run") && "trainer" in state && "position" in state && "config" in state;
}

/** Whether a checkpoint's content is weights. */
export function isWeightsState(state: unknown): state is WeightsState {
  return hasKind(state, "weights") && "parameters" in state && "model" in state;
}

function hasKind(state: unknown, kind: string): state is object {
  return typeof state === "object" && state !== null && "kind" in state && state.kind === kind;
}
