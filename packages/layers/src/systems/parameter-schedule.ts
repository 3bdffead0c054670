import type * as tf from "@tensorflow/tfjs";
import { KernelLayer } from "../kernel-layer.ts";
import type { ParameterSchedule } from "./recipe.ts";

/** Sets a parameter of all quantizers that have it to its value at a share of the training:
 *  `first·(last/first)^progress`.
 *  @param progress  in 0 … 1 */
export function scheduleParameter(
  model: tf.LayersModel,
  { parameter, first, last }: ParameterSchedule,
  progress: number,
): void {
  const value = first * (last / first) ** progress;
  for (const layer of model.layers) {
    if (!(layer instanceof KernelLayer)) continue;
    for (const role of ["input", "kernel"] as const) {
      const quantizer = role === "input" ? layer.inputQuantizer : layer.kernelQuantizer;
      const has = quantizer?.parameters?.some(({ name }) => name === parameter);
      if (has) layer.setParameter(role, parameter, value);
    }
  }
}
