import type * as tf from "@tensorflow/tfjs";
import { scheduleParameter } from "./parameter-schedule.ts";
import { scheduleQuantization } from "./quantization-schedule.ts";
import type { Recipe } from "./recipe.ts";

/** What changes over the training: a recipe, or these two parts of one. */
export type TrainingSchedules = Pick<Recipe, "schedule" | "quantization">;

/** Sets what a recipe changes over the training: a parameter of quantizers, and how far layers are quantized.
 *  @param progress  share of the training, 0 … 1; in its last step 1 */
export function scheduleTraining(
  model: tf.LayersModel,
  { schedule, quantization }: TrainingSchedules,
  progress: number,
): void {
  if (schedule) scheduleParameter(model, schedule, progress);
  if (quantization) scheduleQuantization(model, quantization, progress);
}

/** The share of the training at a step of it: 0 in the first, 1 in the last and beyond.
 *  @param step  counted from 0 */
export function trainingProgress(step: number, steps: number): number {
  return steps > 1 ? Math.min(step / (steps - 1), 1) : 1;
}

export interface TrainingScheduleOptions {
  /** Batches of the whole training. */
  readonly steps: number;
}

/** A callback for `fit` that does before each batch what {@link scheduleTraining} does.
 *
 *  Two-step training, for one, is `{ quantization: { kernels: { start: 0.5 } } }`: half of the steps with real kernels and
 *  quantized inputs, and from there with both quantized.
 *  @throws RangeError unless `steps` is at least 1. */
export function trainingSchedule(
  model: tf.LayersModel,
  schedules: TrainingSchedules,
  { steps }: TrainingScheduleOptions,
): tf.CustomCallbackArgs {
  if (!(steps >= 1)) {
    throw new RangeError(`trainingSchedule: steps must be at least 1, got ${steps}`);
  }
  let step = 0;
  return {
    onBatchBegin: async () => {
      scheduleTraining(model, schedules, trainingProgress(step, steps));
      step++;
    },
  };
}
