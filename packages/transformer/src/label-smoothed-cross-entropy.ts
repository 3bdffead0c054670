import { withCustomGradient } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
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
  readonly smoothing: number;
  readonly teacher?: Teacher;
}

// Below this a float32 softmax has lost its digits; only the reported loss of such a row (> 87) is capped.
const smallestProbability = 1e-38;

/** Weighted sum over rows of the cross entropy between softmax(h Eᵀ) and the target distribution
 *  `(1 − λ)·((1 − ε)·onehot + ε/V) + λ·teacher`.
 *
 *  The derivative is written for h and E together, `∂L/∂logits = w·(softmax − target)`, so that the dense part of
 *  the target, which is the same for every row, and the one-hot part are applied to rows of width d instead of V:
 *  no pass over `[rows, V]` besides the softmax.
 *
 *  Szegedy et al. 2016, https://arxiv.org/abs/1512.00567, §7 (label smoothing)
 *  @param hidden  h, `[rows, d]`
 *  @param table   E, `[V, d]`
 *  @throws RangeError if there are not as many labels and weights as rows. */
export function labelSmoothedCrossEntropy(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  options: CrossEntropyOptions,
): tf.Scalar {
  const { labels, weights, smoothing, teacher } = options;
  const rows = hidden.shape[0];
  if (labels.length !== rows || weights.length !== rows) {
    throw new RangeError(
      `labelSmoothedCrossEntropy: labels (${labels.length}) and weights (${weights.length}) must equal rows (${rows})`,
    );
  }
  const hard = 1 - (teacher?.weight ?? 0);
  const share = { label: hard * (1 - smoothing), uniform: hard * smoothing };
  return withCustomGradient<tf.Rank.R0>([hidden, table], {
    forward: () => {
      const logits = tf.matMul<tf.Tensor2D>(hidden, table, false, true);
      const probabilities = tf.softmax<tf.Tensor2D>(logits);
      const rowWeights = tf.tensor2d(weights, [rows, 1]);
      const mean = tf.matMul<tf.Tensor2D>(
        hidden,
        tf.mean<tf.Tensor2D>(table, 0, true),
        false,
        true,
      );
      const labelLogits = gatherLabels(logits, labels);
      const logProbability = tf.log(
        tf.maximum(gatherLabels(probabilities, labels), smallestProbability),
      );
      const partition = tf.sub(labelLogits, logProbability);
      let expected = tf.add(tf.mul(labelLogits, share.label), tf.mul(mean, share.uniform));
      if (teacher) expected = tf.add(expected, teacherExpectation(logits, teacher));
      const value = tf.sum<tf.Scalar>(tf.mul(tf.sub(partition, expected), rowWeights));
      return { value, saved: [withoutTeacher(probabilities, teacher), hidden, table, rowWeights] };
    },
    backward: (gradient, [dense, h, e, rowWeights]) => {
      const ids = tf.tensor1d(labels, "int32");
      const scale = tf.mul<tf.Tensor2D>(rowWeights, gradient);
      const scaledHidden = tf.mul<tf.Tensor2D>(h, scale);
      const residual = asMatrix(dense);
      const matrix = asMatrix(e);
      const constant = tf.mul(tf.mean(matrix, 0, true), share.uniform);
      const ofLabels = tf.add(tf.mul(tf.gather(matrix, ids), share.label), constant);
      const hiddenGradient = tf.mul(tf.sub(tf.matMul(residual, matrix), ofLabels), scale);
      const scattered = tf.unsortedSegmentSum(scaledHidden, ids, matrix.shape[0]);
      const everywhere = tf.mul(tf.sum(scaledHidden, 0, true), share.uniform / matrix.shape[0]);
      const sparse = tf.add(tf.mul(scattered, share.label), everywhere);
      return [hiddenGradient, tf.sub(tf.matMul(residual, scaledHidden, true), sparse)];
    },
  });
}

/** Column `labels[r]` of each row r: `[rows, 1]`. */
function gatherLabels(x: tf.Tensor2D, labels: Int32Array): tf.Tensor2D {
  const [rows, columns] = x.shape;
  const flat = tf.tensor1d(
    labels.map((label, row) => row * columns + label),
    "int32",
  );
  return tf.reshape<tf.Rank.R2>(tf.gather(tf.reshape(x, [-1]), flat), [rows, 1]);
}

/** `λ·Σ_v teacher_v·logit_v` of each row. */
function teacherExpectation(logits: tf.Tensor2D, { probabilities, weight }: Teacher): tf.Tensor2D {
  return tf.mul(tf.sum<tf.Tensor2D>(tf.mul(logits, probabilities), 1, true), weight);
}

function withoutTeacher(probabilities: tf.Tensor2D, teacher: Teacher | undefined): tf.Tensor2D {
  if (!teacher) return probabilities;
  return tf.sub(probabilities, tf.mul(teacher.probabilities, teacher.weight));
}
