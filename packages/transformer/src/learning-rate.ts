/** Learning rate over a training run. */
export interface LearningRateSchedule {
  /** Rate at the end of the first warm-up. */
  readonly peak: number;
  /** Steps of linear rise from 0, at the start and again at the restart. */
  readonly warmupSteps: number;
  /** Where a second warm-up and decay begin: the step at which binarization starts. */
  readonly restart?: { readonly step: number; readonly peak: number };
  /** Last part of the run at a low rate. */
  readonly tail?: LowRateTail;
}

/** `"linear"`: from the rate at `step` down to `rate` at `endStep`; `"constant"`: `rate` from `step` on. */
export interface LowRateTail {
  readonly kind: "linear" | "constant";
  readonly step: number;
  readonly endStep: number;
  readonly rate: number;
}

/** Warm-up and inverse square root: `peak·min(n/w, sqrt(w/n))` with n = 1, 2, … counted from the start or the restart
 *  and w the warm-up steps (at least 1); then the tail.
 *
 *  Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §5.3; the restart and the low-rate tail follow the recipe of
 *  Zhang et al. 2023, https://arxiv.org/abs/2302.04907 (`lr restart`, `num_additional_train_steps`).
 *
 *  @param step  0, 1, 2, …
 *  @throws RangeError if `step` or the schedule is no schedule. */
export function learningRate(step: number, schedule: LearningRateSchedule): number {
  checkSchedule(schedule);
  if (!(Number.isInteger(step) && step >= 0)) {
    throw new RangeError(`learningRate: step must be an integer ≥ 0, got ${step}`);
  }
  const { tail } = schedule;
  if (!tail || step < tail.step) return decayedRate(step, schedule);
  if (tail.kind === "constant" || step >= tail.endStep) return tail.rate;
  const from = decayedRate(tail.step, schedule);
  const progress = (step - tail.step) / (tail.endStep - tail.step);
  return from + (tail.rate - from) * progress;
}

function decayedRate(step: number, { peak, warmupSteps, restart }: LearningRateSchedule): number {
  const restarted = restart && step >= restart.step;
  const n = 1 + (restarted ? step - restart.step : step);
  const warmth = n / Math.max(1, warmupSteps);
  return (restarted ? restart.peak : peak) * Math.min(warmth, 1 / Math.sqrt(warmth));
}

function checkSchedule({ peak, warmupSteps, restart, tail }: LearningRateSchedule): void {
  const steps = [warmupSteps, restart?.step ?? 0, tail?.step ?? 0, tail?.endStep ?? 0];
  if (!steps.every((step) => Number.isInteger(step) && step >= 0)) {
    throw new RangeError(`learningRate: steps must be integers ≥ 0, got ${steps.join(", ")}`);
  }
  const rates = [peak, restart?.peak ?? peak, tail?.rate ?? peak];
  if (!rates.every((rate) => rate >= 0 && Number.isFinite(rate))) {
    throw new RangeError(`learningRate: rates must be finite and ≥ 0, got ${rates.join(", ")}`);
  }
  if (tail && tail.endStep < tail.step) {
    throw new RangeError(
      `learningRate: tail.endStep (${tail.endStep}) must be at least tail.step (${tail.step})`,
    );
  }
}
