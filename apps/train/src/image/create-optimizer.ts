import {
  booleanFlips,
  bop,
  caseOptimizer,
  QuantConv2D,
  QuantDense,
  type Recipe,
  shiftAdaMax,
} from "@bnnkit/layers";
import type * as tf from "@tensorflow/tfjs";
import { AdamOptimizer } from "../epochs/adam-optimizer.ts";

/** An optimizer whose learning rate falls from step to step. */
export interface ScheduledOptimizer {
  readonly optimizer: tf.Optimizer;
  /** Of the next update. */
  setLearningRate(rate: number): void;
}

/** What a recipe trains a network with. */
export function createOptimizer(
  { optimizer: own }: Recipe,
  model: tf.LayersModel,
  learningRate: number,
): ScheduledOptimizer {
  const adam = new AdamOptimizer(learningRate);
  const setLearningRate = (rate: number): void => {
    adam.learningRate = rate;
  };
  switch (own.name) {
    case "adam":
      return { optimizer: adam, setLearningRate };
    case "shift-ada-max": {
      const optimizer = shiftAdaMax({ learningRate, clip: null });
      return {
        optimizer,
        setLearningRate(rate) {
          optimizer.learningRate = rate;
        },
      };
    }
    case "bop":
      return { optimizer: forBits(model, bop(own), adam), setLearningRate };
    case "boolean-flips":
      return { optimizer: forBits(model, booleanFlips(own), adam), setLearningRate };
    default:
      return own satisfies never;
  }
}

/** One optimizer for kernels of ±1, another for the rest. */
function forBits(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  otherwise: tf.Optimizer,
): tf.Optimizer {
  const kernels = new Set(
    model.layers.flatMap((layer) => {
      const isKernelLayer = layer instanceof QuantDense || layer instanceof QuantConv2D;
      return isKernelLayer && layer.kernelQuantizer?.code[0].digit === "bipolar"
        ? [layer.kernel]
        : [];
    }),
  );
  return caseOptimizer({
    cases: [{ matches: (variable) => kernels.has(variable), optimizer }],
    otherwise,
  });
}
