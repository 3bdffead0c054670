import { type ForwardResult, withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import { checkIds } from "./batch.ts";
import { asMatrix } from "./matrix.ts";

/** Soft targets of a float teacher, mixed into the smoothed labels. */
export interface Teacher {
  /** `[rows, vocabulary]`, each row a distribution. */
  readonly probabilities: tf.Tensor2D;
  /** Share λ of the teacher in 0…1. */
  readonly weight: number;
}

export interface CrossEntropyOptions {
  /** Target id of each row. */
  readonly labels: Int32Array;
  /** Weight of each row: 0 for padding. */
  readonly weights: Float32Array;
  /** Mass ε that is spread evenly over the vocabulary, in [0, 1). */
  readonly smoothing: number;
  readonly teacher?: Teacher;
}

/** Weighted sum over rows of the cross entropy between softmax(h Eᵀ) and the target distribution
 *  `(1 − λ)·((1 − ε)·onehot + ε/V) + λ·teacher`.
 *
 *  The derivative is written for h and E together, `∂L/∂logits = w·(softmax − target)`, so that the dense part of
 *  the target, which is the same for every row, and the one-hot part are applied to rows of width d instead of V:
 *  no pass over `[rows, V]` besides the softmax. The value is `ln Σ_v exp(logit_v − m) + Σ_v target_v·(m − logit_v)`
 *  with the largest logit m of the row: each term is ≥ 0, so huge logits give a huge loss instead of cancelling.
 *
 *  Szegedy et al. 2016, https://arxiv.org/abs/1512.00567, §7 (label smoothing)
 *  @param hidden  h, `[rows, d]`
 *  @param table   E, `[V, d]`
 *  @throws RangeError if there are not as many labels and weights as rows, for a label outside the vocabulary, a share
 *    outside its range, or a teacher of another shape. */
export function labelSmoothedCrossEntropy(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  options: CrossEntropyOptions,
): tf.Scalar {
  const { labels, smoothing, teacher } = options;
  checkTargets(options, hidden.shape[0], table.shape[0]);
  const hard = 1 - (teacher?.weight ?? 0);
  const share: TargetShare = { label: hard * (1 - smoothing), uniform: hard * smoothing };
  return withCustomGradient<tf.Rank.R0>([hidden, table], {
    forward: () => crossEntropySum(hidden, table, { ...options, share }),
    backward: (gradient, saved) => crossEntropyGradients(gradient, saved, { labels, share }),
  });
}

function checkTargets(
  { labels, weights, smoothing, teacher }: CrossEntropyOptions,
  rows: number,
  vocabularySize: number,
): void {
  const where = "labelSmoothedCrossEntropy";
  if (labels.length !== rows || weights.length !== rows) {
    throw new RangeError(
      `${where}: labels (${labels.length}) and weights (${weights.length}) must equal rows (${rows})`,
    );
  }
  checkIds(`${where}: labels`, labels, vocabularySize);
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw new RangeError(`${where}: smoothing must be in [0, 1), got ${smoothing}`);
  }
  if (!teacher) return;
  const { probabilities, weight } = teacher;
  if (!(weight >= 0 && weight <= 1)) {
    throw new RangeError(`${where}: teacher.weight must be in [0, 1], got ${weight}`);
  }
  if (probabilities.shape.join() !== [rows, vocabularySize].join()) {
    throw new RangeError(
      `${where}: teacher.probabilities must have shape [${[rows, vocabularySize]}], got [${probabilities.shape}]`,
    );
  }
}

/** Target mass of the label, and of the whole vocabulary evenly. */
interface TargetShare {
  readonly label: number;
  readonly uniform: number;
}

function crossEntropySum(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  { labels, weights, teacher, share }: CrossEntropyOptions & { readonly share: TargetShare },
): ForwardResult<tf.Rank.R0> {
  const logits = tf.matMul<tf.Tensor2D>(hidden, table, false, true);
  const probabilities = tf.softmax<tf.Tensor2D>(logits);
  // Σ_v h·E_v = h·Σ_v E_v: the mean logit costs one row instead of V.
  const meanRow = tf.mul(tf.sum<tf.Tensor2D>(table, 0, true), 1 / table.shape[0]);
  const meanLogits = tf.matMul<tf.Tensor2D>(hidden, meanRow, false, true);
  const likeliest = tf.argMax<tf.Tensor1D>(logits, 1);
  const top = gatherColumns(logits, likeliest);
  // The likeliest token's probability is exp(m − m) over the sum.
  const logSum = tf.neg(tf.log(gatherColumns(probabilities, likeliest)));
  const labelLogits = gatherColumns(logits, tf.tensor1d(labels, "int32"));
  const toLabels = tf.mul(tf.sub(top, labelLogits), share.label);
  const toMean = tf.mul(tf.sub(top, meanLogits), share.uniform);
  const hardLosses = tf.add(logSum, tf.add(toLabels, toMean));
  const losses = teacher ? tf.add(hardLosses, teacherDistance(top, logits, teacher)) : hardLosses;
  const rowWeights = tf.tensor2d(weights, [labels.length, 1]);
  const value = tf.sum<tf.Scalar>(tf.mul(losses, rowWeights));
  const residual = withoutTeacher(probabilities, teacher);
  return { value, saved: [residual, hidden, table, meanRow, rowWeights] };
}

function crossEntropyGradients(
  gradient: tf.Tensor,
  [savedResidual, hidden, savedTable, meanRow, rowWeights]: readonly tf.Tensor[],
  { labels, share }: { readonly labels: Int32Array; readonly share: TargetShare },
): tf.Tensor[] {
  const ids = tf.tensor1d(labels, "int32");
  const residual = asMatrix(savedResidual);
  const table = asMatrix(savedTable);
  const scale = tf.mul(rowWeights, gradient);
  const scaledHidden = tf.mul<tf.Tensor2D>(hidden, scale);
  const ofUniform = tf.mul(meanRow, share.uniform);
  const ofLabels = tf.add(tf.mul(tf.gather(table, ids), share.label), ofUniform);
  const hiddenGradient = tf.mul(tf.sub(tf.matMul(residual, table), ofLabels), scale);
  const scattered = tf.unsortedSegmentSum(scaledHidden, ids, table.shape[0]);
  const everywhere = tf.mul(tf.sum(scaledHidden, 0, true), share.uniform / table.shape[0]);
  const ofTargets = tf.add(tf.mul(scattered, share.label), everywhere);
  return [hiddenGradient, tf.sub(tf.matMul(residual, scaledHidden, true), ofTargets)];
}

/** Column `ids[r]` of each row r: `[rows, 1]`. */
function gatherColumns(x: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  const [rows, columns] = x.shape;
  const starts = tf.tensor1d(
    Int32Array.from({ length: rows }, (_, row) => row * columns),
    "int32",
  );
  return tf.reshape<tf.Rank.R2>(tf.gather(tf.reshape(x, [-1]), tf.add(starts, ids)), [rows, 1]);
}

/** `λ·(m − Σ_v teacher_v·logit_v)` of each row with the largest logit m. */
function teacherDistance(
  top: tf.Tensor2D,
  logits: tf.Tensor2D,
  { probabilities, weight }: Teacher,
): tf.Tensor {
  const expected = tf.sum<tf.Tensor2D>(tf.mul(logits, probabilities), 1, true);
  return tf.mul(tf.sub(top, expected), weight);
}

function withoutTeacher(probabilities: tf.Tensor2D, teacher: Teacher | undefined): tf.Tensor2D {
  if (!teacher) return probabilities;
  return tf.sub(probabilities, tf.mul(teacher.probabilities, teacher.weight));
}
