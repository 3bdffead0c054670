import {
  attentionDistillation,
  type EncoderOutputs,
  hiddenDistillation,
  logitDistillation,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { UsageError } from "../errors.ts";

/** Which losses compare a student with its teacher. */
export type DistillationLoss = "logits" | "hidden" | "attention";

/** The names of {@link DistillationLoss}. */
export const distillationLosses: readonly DistillationLoss[] = ["logits", "hidden", "attention"];

/** @throws UsageError if there is no such loss. */
export function distillationLossNamed(name: string): DistillationLoss {
  const loss = distillationLosses.find((known) => known === name);
  if (loss !== undefined) return loss;
  throw new UsageError(`--distill must be of ${distillationLosses.join(", ")}, got ${name}`);
}

/** What of an encoder's outputs can be imitated. */
export type ComparedOutputs = Pick<EncoderOutputs, "scores" | "hidden" | "attentionScores">;

/** A loss of what an encoder makes of a batch. */
export type OutputsLoss = (outputs: EncoderOutputs) => tf.Scalar;

/** How far a student is from its teacher. */
export type OutputsComparison = (student: ComparedOutputs, teacher: ComparedOutputs) => tf.Scalar;

/** Of encoders that score classes. */
export const classComparisons: Readonly<Record<DistillationLoss, OutputsComparison>> = {
  logits: (student, teacher) => logitDistillation(student.scores, teacher.scores),
  hidden: (student, teacher) => hiddenDistillation(student.hidden, teacher.hidden),
  attention: (student, teacher) =>
    attentionDistillation(student.attentionScores, teacher.attentionScores),
};

/** What a teacher makes of a batch, as the loss of a student on it; dispose of it when the step is done. */
export interface TaughtBatch {
  readonly loss: OutputsLoss;
  dispose(): void;
}

/** The sum of comparisons with what a teacher makes of a batch. */
export function taughtBatch(
  teach: () => ComparedOutputs,
  comparisons: readonly OutputsComparison[],
): TaughtBatch {
  const taught = tf.tidy(() => {
    const { scores, hidden, attentionScores } = teach();
    return { scores, hidden: [...hidden], attentionScores: [...attentionScores] };
  });
  return {
    loss: (outputs) => tf.addN(comparisons.map((compare) => compare(outputs, taught))).asScalar(),
    dispose: () => tf.dispose([taught.scores, ...taught.hidden, ...taught.attentionScores]),
  };
}

/** What comparisons need to be the same. */
export interface ComparedShape {
  readonly layers: number;
  readonly features: number;
  readonly heads: number;
  /** Rows of a text or an image. */
  readonly maximumLength: number;
}

/** @throws UsageError if what is to be imitated has another shape. */
export function checkComparedShapes(
  path: string,
  distill: readonly DistillationLoss[],
  { teacher, student }: { readonly teacher: ComparedShape; readonly student: ComparedShape },
): void {
  const needed: readonly (keyof ComparedShape)[] = [
    ...(distill.includes("hidden") ? (["layers", "features", "maximumLength"] as const) : []),
    ...(distill.includes("attention") ? (["layers", "heads", "maximumLength"] as const) : []),
  ];
  for (const name of needed) {
    if (teacher[name] === student[name]) continue;
    throw new UsageError(
      `--teacher: ${path} has ${name} ${teacher[name]}, and to imitate ${distill.join(", ")} the student's ${student[name]} must be the same; or give --distill logits`,
    );
  }
}
