import { createHash } from "node:crypto";
import type { OptimizerWeight } from "../epochs/optimizer-state.ts";
import type { NetworkConfig } from "./network-config.ts";

/** What decides the outcome of a run. */
export interface LanguageModelConfig extends NetworkConfig {
  readonly steps: number;
  /** Texts of `length` tokens in a step. */
  readonly batch: number;
  readonly learningRate: number;
  readonly seed: number;
}

/** What a checkpoint holds: all that the rest of a run depends on. */
export interface LanguageModelState {
  readonly kind: "language-model-run";
  readonly config: LanguageModelConfig;
  /** SHA-256 over the texts. */
  readonly textSha256: string;
  /** Steps that are done. */
  readonly step: number;
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly optimizer: readonly OptimizerWeight[];
}

/** Whether a checkpoint's content is the state of a language model's run. */
export function isLanguageModelState(state: unknown): state is LanguageModelState {
  return (
    typeof state === "object" &&
    state !== null &&
    "kind" in state &&
    state.kind === "language-model-run"
  );
}

/** The digest of texts. */
export function digestOf(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}
