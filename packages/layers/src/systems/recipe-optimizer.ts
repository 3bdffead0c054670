import * as tf from "@tensorflow/tfjs";
import { latentKernels } from "../kernel-layers.ts";
import { booleanFlips } from "../optimizers/boolean-flips.ts";
import { bop } from "../optimizers/bop.ts";
import { caseOptimizer } from "../optimizers/case-optimizer.ts";
import { scaledLatentUpdate } from "../optimizers/scaled-latent-update.ts";
import { shiftAdaMax } from "../optimizers/shift-ada-max.ts";
import { QuantConv2D } from "../quant-conv2d.ts";
import { QuantDense } from "../quant-dense.ts";
import type { Recipe } from "./recipe.ts";

/** An optimizer whose learning rate falls from step to step. */
export interface ScheduledOptimizer {
  readonly optimizer: tf.Optimizer;
  /** Of the next update. */
  setLearningRate(rate: number): void;
}

export interface RecipeOptimizerOptions {
  /** Of the first update. */
  readonly learningRate: number;
  /** The Adam that trains what a recipe has no other optimizer for; default that of TensorFlow.js. */
  readonly adam?: tf.Optimizer & { learningRate: number };
}

/** What a recipe trains a network with: one optimizer for all variables, or one for kernels of ±1 and Adam for the rest. The
 *  rate of an optimizer that flips bits is its own and stays. */
export function recipeOptimizer(
  { optimizer: own }: Recipe,
  model: tf.LayersModel,
  { learningRate, adam }: RecipeOptimizerOptions,
): ScheduledOptimizer {
  if (own.name === "shift-ada-max") return scheduled(shiftAdaMax({ learningRate, clip: null }));
  if (own.name === "gradient-descent") {
    const optimizer = tf.train.sgd(learningRate);
    return { optimizer, setLearningRate: (rate) => optimizer.setLearningRate(rate) };
  }
  const rest = scheduled(adam ?? tf.train.adam(learningRate));
  if (own.name === "adam") return rest;
  if (own.name === "scaled-adam") return scaledAdam(model, rest, learningRate);
  const kernels = signKernels(model);
  const optimizer = caseOptimizer({
    cases: [
      {
        matches: (variable) => kernels.has(variable),
        optimizer: own.name === "bop" ? bop(own) : booleanFlips(own),
      },
    ],
    otherwise: rest.optimizer,
  });
  return { ...rest, optimizer };
}

function scheduled(optimizer: tf.Optimizer): ScheduledOptimizer {
  return {
    optimizer,
    setLearningRate: (learningRate) => void Object.assign(optimizer, { learningRate }),
  };
}

/** Adam for all, of whose steps those of latent kernels are scaled. */
function scaledAdam(
  model: tf.LayersModel,
  rest: ScheduledOptimizer,
  learningRate: number,
): ScheduledOptimizer {
  const latent = latentKernels(model);
  const ofLatent = scheduled(tf.train.adam(learningRate));
  const optimizer = caseOptimizer({
    cases: [
      {
        matches: (variable) => latent.has(variable),
        optimizer: scaledLatentUpdate({ optimizer: ofLatent.optimizer }),
      },
    ],
    otherwise: rest.optimizer,
  });
  return {
    optimizer,
    setLearningRate(rate) {
      rest.setLearningRate(rate);
      ofLatent.setLearningRate(rate);
    },
  };
}

function signKernels(model: tf.LayersModel): ReadonlySet<tf.Tensor> {
  const kernels = model.layers.flatMap((layer) => {
    const isProduct = layer instanceof QuantDense || layer instanceof QuantConv2D;
    return isProduct && layer.kernelQuantizer?.code[0].digit === "bipolar" ? [layer.kernel] : [];
  });
  return new Set(kernels);
}
