import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import type { KernelLayer } from "../kernel-layer.ts";
import { kernelLayers } from "../kernel-layers.ts";
import { digitsOf, type KernelMetrics, measureKernel } from "./kernel-metrics.ts";

/** All quantized kernels of a model at a step. */
export interface BinarizationMetrics {
  /** Batches since the training began. */
  readonly step: number;
  /** In the order of the model. */
  readonly layers: readonly KernelMetrics[];
}

export interface BinarizationMetricsOptions {
  /** Batches from one measurement to the next; default 100. */
  readonly every?: number;
  /** Of each histogram; default 32. */
  readonly bins?: number;
  /** Gets each measurement; training goes on when it has ended. */
  readonly onMetrics: (metrics: BinarizationMetrics) => void | Promise<void>;
}

/** A callback for `fit` that measures the quantized kernels while they are trained: flips, saturation, histograms of latent
 *  weights and scales, see {@link KernelMetrics}.
 *
 *  It keeps the digits of the last measurement, a number for each weight and term, until the training ends; a training of
 *  one's own calls `onTrainBegin`, `onBatchEnd` and `onTrainEnd` itself.
 *  @throws RangeError unless `every` and `bins` are integers of at least 1. */
export function binarizationMetrics(
  model: tf.LayersModel,
  { every = 100, bins = 32, onMetrics }: BinarizationMetricsOptions,
): tf.CustomCallbackArgs {
  checkPositiveInteger("binarizationMetrics", "every", every);
  checkPositiveInteger("binarizationMetrics", "bins", bins);
  const last = new Map<KernelLayer, readonly tf.Tensor[]>();
  const forget = (): void => {
    tf.dispose([...last.values()].flat());
    last.clear();
  };
  let step = 0;
  return {
    onTrainBegin: async () => {
      forget();
      step = 0;
      for (const layer of kernelLayers(model)) {
        if (layer.quantizes("kernel")) last.set(layer, digitsOf(layer));
      }
    },
    onBatchEnd: async () => {
      step++;
      if (step % every !== 0) return;
      const layers: KernelMetrics[] = [];
      for (const [layer, before] of last) {
        const after = digitsOf(layer);
        layers.push(await measureKernel(layer, before, after, bins));
        last.set(layer, after);
        tf.dispose([...before]);
      }
      await onMetrics({ step, layers });
    },
    onTrainEnd: async () => forget(),
  };
}
