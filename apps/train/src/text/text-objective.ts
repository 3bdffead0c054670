import type { TextBatch } from "@bnnkit/transformer";
import type { OutputsLoss } from "../encoder/distillation.ts";
import type { Score } from "../epochs/curves.ts";
import type { TextSet } from "./text-splits.ts";

/** What a step learns from; dispose of it when the step is done. */
export interface ObjectiveStep {
  readonly batch: TextBatch;
  readonly loss: OutputsLoss;
  dispose(): void;
}

/** What a run on texts learns: the classes of the texts, their numbers, or the tokens that were taken out of them. */
export interface TextObjective {
  /** @param indices  numbers of training texts
   *  @param step  decides what is drawn, together with the seed */
  stepOf(indices: readonly number[], step: number): ObjectiveStep;
  /** How well the encoder does without dropout. */
  scoreOf(set: TextSet): Promise<Score>;
  dispose(): void;
}
