import * as tf from "@tensorflow/tfjs";
import { checkTemperature, markedTargets } from "./distillation-loss.ts";

export interface SoftTargetsOptions {
  /** T, by which the teacher's scores are divided; default 1. */
  readonly temperature?: number;
  /** Images that the teacher takes at once; default 32. */
  readonly batchSize?: number;
  /** What the teacher gives: "scores", before a softmax, or "probabilities", behind one. Default "scores". */
  readonly outputs?: "scores" | "probabilities";
  /** One-hot, `[n, classes]`, for a loss with a share of labels and for the accuracy in `fit`: the class of a label has 2
   *  more than its probability, so that it is the greatest of its row. */
  readonly labels?: tf.Tensor;
}

/** What a teacher makes of images as the targets of a student: its probabilities `softmax(z/T)`, `[n, classes]`.
 *
 *  They take the place of labels in `fit`, with `distributionalLoss` or `distillationLoss` as the loss. The teacher is used as
 *  in `predict`; whoever draws other images each epoch makes the targets of each batch.
 *  @returns a tensor that the caller disposes of
 *  @throws RangeError unless the teacher has one output `[n, classes]`, the temperature is positive and finite, and labels
 *    are of the shape of that output. */
export function softTargets(
  teacher: tf.LayersModel,
  images: tf.Tensor,
  { temperature = 1, batchSize = 32, outputs = "scores", labels }: SoftTargetsOptions = {},
): tf.Tensor2D {
  checkTemperature("softTargets", temperature);
  if (outputs !== "scores" && outputs !== "probabilities") {
    throw new RangeError(
      `softTargets: outputs must be "scores" or "probabilities", got ${outputs}`,
    );
  }
  return tf.tidy(() => {
    const predicted = teacher.predict(images, { batchSize });
    if (!(predicted instanceof tf.Tensor) || predicted.rank !== 2) {
      throw new RangeError("softTargets: teacher must have one output [n, classes]");
    }
    const [count, classes] = predicted.shape;
    const rows = tf.reshape<tf.Rank.R2>(predicted, [count, classes]);
    // The softmax of logarithms are the probabilities themselves.
    const scores = outputs === "scores" ? rows : tf.log(tf.maximum(rows, leastProbability));
    const soft = tf.softmax<tf.Tensor2D>(tf.div(scores, temperature));
    if (labels === undefined) return soft;
    if (!tf.util.arraysEqual(labels.shape, soft.shape)) {
      throw new RangeError(
        `softTargets: labels must be one-hot, of shape [${soft.shape}], got [${labels.shape}]`,
      );
    }
    return markedTargets(soft, labels);
  });
}

/** In the place of 0, whose logarithm is infinite. */
const leastProbability = 1e-30;
