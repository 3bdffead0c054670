import { type LearningRateSchedule, learningRate } from "@bnnkit/transformer";
import type { FitConfig } from "./fit-config.ts";

/** The learning-rate schedule of a run: restarts where binarization starts, and ends with a falling tail. The tail begins
 *  at the last peak at the earliest: within a warm-up the rate to fall from would be next to nothing. */
export function scheduleOf(config: FitConfig): LearningRateSchedule {
  const { variant, binarizeAt, steps } = config;
  const { peakRate, warmupSteps, restartShare, tailSteps, tailShare } = config.schedule;
  const schedule: LearningRateSchedule = {
    peak: peakRate,
    warmupSteps,
    ...(variant !== "float" &&
      restartShare > 0 && { restart: { step: binarizeAt, peak: restartShare * peakRate } }),
  };
  if (tailSteps === 0) return schedule;
  const lastPeak = (schedule.restart?.step ?? 0) + Math.max(1, warmupSteps) - 1;
  const step = Math.min(steps, Math.max(lastPeak, steps - tailSteps));
  const rate = tailShare * learningRate(step, schedule);
  return { ...schedule, tail: { kind: "linear", step, endStep: steps, rate } };
}
