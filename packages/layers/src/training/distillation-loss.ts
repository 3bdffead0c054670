import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

export interface DistillationLossOptions {
  /** T, by which scores are divided; that of the soft targets. Default 1. */
  readonly temperature?: number;
  /** Of the teacher in the loss, 0 … 1; the rest is of the labels. Default 1. */
  readonly share?: number;
}

/** A loss over soft targets, and over the labels that they were given: knowledge distillation.
 *
 *  `λ·T²·H(p, softmax(z/T)) + (1 − λ)·H(y, softmax(z))`, H(p, q) = −Σ p·log q, the mean over the batch; p the teacher's
 *  probabilities, y its labels, z the scores, λ the share. T² keeps the gradient of both parts of one size.
 *
 *  Hinton, Vinyals, Dean 2015, Distilling the Knowledge in a Neural Network, https://arxiv.org/abs/1503.02531, §2
 *  @returns a loss for `compile`, over what `softTargets` gives and scores that are no probabilities yet; where the share
 *    is below 1 the targets must have labels
 *  @throws RangeError unless the temperature is positive and finite and the share in 0 … 1. */
export function distillationLoss({
  temperature = 1,
  share = 1,
}: DistillationLossOptions = {}): (targets: tf.Tensor, scores: tf.Tensor) => tf.Scalar {
  checkTemperature("distillationLoss", temperature);
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`distillationLoss: share must be in 0 … 1, got ${share}`);
  }
  return (targets, scores) =>
    tf.tidy(() => {
      const { soft, labels } = splitTargets(targets);
      const ofTeacher = tf.mul(
        crossEntropy(soft, tf.div(scores, temperature)),
        share * temperature ** 2,
      );
      if (share === 1) return ofTeacher.asScalar();
      return tf.add(ofTeacher, tf.mul(crossEntropy(labels, scores), 1 - share)).asScalar();
    });
}

/** ReActNet's loss: the mean over the batch of `−Σ p·log softmax(z)`, p the probabilities of a real network as
 *  `softTargets` gives them, z the scores. Labels do not count. It is the divergence of both distributions and a constant.
 *
 *  Liu et al. 2020, https://arxiv.org/abs/2003.03488, §4.3 */
export function distributionalLoss(targets: tf.Tensor, scores: tf.Tensor): tf.Scalar {
  return ofTeacherAlone(targets, scores);
}

const ofTeacherAlone = distillationLoss();

/** What is added to the target of the class of a label: 1 is the most that a probability has. */
const labelMark = 2;

/** Probabilities and one-hot labels as one tensor of the same shape, whose greatest number in a row is at the label. */
export function markedTargets(soft: tf.Tensor2D, labels: tf.Tensor): tf.Tensor2D {
  return tf.tidy(() => tf.add(soft, tf.mul(labels, labelMark)));
}

function splitTargets(targets: tf.Tensor): { soft: tf.Tensor; labels: tf.Tensor } {
  const labels = tf.cast(tf.greaterEqual(targets, (labelMark + 1) / 2), "float32");
  return { soft: tf.sub(targets, tf.mul(labels, labelMark)), labels };
}

/** Mean over the batch; its gradient by the scores is `(softmax(z)·Σp − p)/n`, the targets are constants. */
function crossEntropy(targets: tf.Tensor, scores: tf.Tensor): tf.Tensor {
  const each = withCustomGradient([scores], {
    forward: () => {
      const logarithms = tf.logSoftmax(scores);
      const value = tf.neg(tf.sum(tf.mul(targets, logarithms), -1));
      return { value, saved: [targets, logarithms] };
    },
    backward: (gradient, [p, logarithms]) => {
      const total = tf.sum(p, -1, true);
      const byScores = tf.sub(tf.mul(tf.exp(logarithms), total), p);
      return [tf.mul(tf.expandDims(gradient, -1), byScores)];
    },
  });
  return tf.mean(each);
}

/** @throws RangeError unless it is positive and finite. */
export function checkTemperature(where: string, temperature: number): void {
  if (temperature > 0 && Number.isFinite(temperature)) return;
  throw new RangeError(`${where}: temperature must be positive and finite, got ${temperature}`);
}
