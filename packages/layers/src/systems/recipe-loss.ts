import * as tf from "@tensorflow/tfjs";
import { squareHinge, summedSquareHinge } from "../square-hinge.ts";
import type { LossName, Recipe } from "./recipe.ts";

/** A loss over a batch, of one-hot labels and scores. */
export type Loss = (labels: tf.Tensor, scores: tf.Tensor) => tf.Tensor;

const losses: Readonly<Record<LossName, Loss>> = {
  "square-hinge": squareHinge,
  "summed-square-hinge": summedSquareHinge,
  "cross-entropy": (labels, scores) => tf.losses.softmaxCrossEntropy(labels, scores),
};

/** What a recipe trains a network with: the square hinge, as a mean over classes or as their sum, or the cross entropy of a
 *  softmax of the scores; each the mean over the batch. */
export function recipeLoss({ loss }: Pick<Recipe, "loss">): Loss {
  return losses[loss];
}
