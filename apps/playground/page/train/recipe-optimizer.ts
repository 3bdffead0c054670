import {
  booleanFlips,
  bop,
  caseOptimizer,
  QuantConv2D,
  QuantDense,
  type Recipe,
  shiftAdaMax,
} from "@bnnkit/layers";
import * as tf from "@tensorflow/tfjs";

/** An optimizer whose learning rate falls from step to step. */
export interface ScheduledOptimizer {
  readonly optimizer: tf.Optimizer;
  /** Of the next update. */
  setLearningRate(learningRate: number): void;
}

/** What a recipe trains a network with: Adam, or for the kernels of ±1 another optimizer and Adam for the rest. */
export function recipeOptimizer(
  { optimizer: own }: Recipe,
  model: tf.LayersModel,
  first: number,
): ScheduledOptimizer {
  if (own.name === "shift-ada-max") {
    const optimizer = shiftAdaMax({ learningRate: first, clip: null });
    return {
      optimizer,
      setLearningRate: (rate) => void Object.assign(optimizer, { learningRate: rate }),
    };
  }
  const adam = tf.train.adam(first);
  const setLearningRate = (rate: number): void => void Object.assign(adam, { learningRate: rate });
  if (own.name === "adam") return { optimizer: adam, setLearningRate };
  const kernels = signKernels(model);
  const flips = own.name === "bop" ? bop(own) : booleanFlips(own);
  const optimizer = caseOptimizer({
    cases: [{ matches: (variable) => kernels.has(variable), optimizer: flips }],
    otherwise: adam,
  });
  return { optimizer, setLearningRate };
}

function signKernels(model: tf.LayersModel): ReadonlySet<tf.Tensor> {
  const kernels = model.layers.flatMap((layer) => {
    const isProduct = layer instanceof QuantDense || layer instanceof QuantConv2D;
    return isProduct && layer.kernelQuantizer?.code[0].digit === "bipolar" ? [layer.kernel] : [];
  });
  return new Set(kernels);
}
