import { muSchedule, tauSchedule } from "@bnnkit/quantizers";
import type * as tf from "@tensorflow/tfjs";
import { kernelLayers } from "../kernel-layers.ts";
import { QuantActivation } from "../quant-activation.ts";
import type { ParameterSchedule } from "./recipe.ts";

/** Sets a parameter of all quantizers that have it to its value at a share of the training, as {@link ScheduleCurve} says.
 *  @param progress  in 0 … 1
 *  @throws RangeError unless first and last value are positive and finite, or if there is no such curve. */
export function scheduleParameter(
  model: tf.LayersModel,
  schedule: ParameterSchedule,
  progress: number,
): void {
  const { parameter } = schedule;
  const value = scheduledValue(schedule, progress);
  for (const layer of kernelLayers(model)) {
    for (const role of ["input", "kernel"] as const) {
      const quantizer = role === "input" ? layer.inputQuantizer : layer.kernelQuantizer;
      const has = quantizer?.parameters?.some(({ name }) => name === parameter);
      if (has) layer.setParameter(role, parameter, value);
    }
  }
  for (const layer of model.layers) {
    if (!(layer instanceof QuantActivation)) continue;
    const has = layer.quantizer.parameters?.some(({ name }) => name === parameter);
    if (has) layer.setParameter(parameter, value);
  }
}

/** The value of a schedule.
 *  @param progress  in 0 … 1, beyond which it stays */
export function scheduledValue(
  { first, last, curve = "exponential" }: Omit<ParameterSchedule, "parameter">,
  progress: number,
): number {
  if (curve === "offset-exponential") return tauSchedule({ first, last, steps: 1 })(progress);
  // Of two steps, 0 and 1.
  return muSchedule({ kind: curve, first, last, steps: 2 })(progress);
}
