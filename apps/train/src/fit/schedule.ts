import { type LearningRateSchedule, learningRate } from "@bnnkit/transformer";
import type { FitConfig } from "./fit-config.ts";

/** The learning-rate schedule of a run: restarts where binarization starts, and ends with a falling tail. */
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
  const step = Math.max(0, steps - tailSteps);
  const rate = tailShare * learningRate(step, schedule);
  return { ...schedule, tail: { kind: "linear", step, endStep: steps, rate } };
}
