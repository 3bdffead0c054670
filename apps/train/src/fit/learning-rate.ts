import type { FitConfig } from "./fit-config.ts";

/** Learning rate of a step: warm-up, inverse square root, the same again from the start of binarization at `restartShare`
 *  of the peak, and a straight line down to `tailShare` over the last `tailSteps`.
 *  @param step  counted from 0 */
export function rateAt(step: number, config: FitConfig): number {
  const { peakRate, warmupSteps, restartShare, tailSteps, tailShare } = config.schedule;
  const restarts = config.variant !== "float" && restartShare > 0 && step >= config.binarizeAt;
  const since = (restarts ? step - config.binarizeAt : step) + 1;
  const peak = restarts ? restartShare * peakRate : peakRate;
  const warmup = Math.max(1, warmupSteps);
  const rate = peak * Math.min(since / warmup, Math.sqrt(warmup / since));
  const tail = Math.max(0, 1 - (config.steps - step) / Math.max(1, tailSteps));
  return rate * (1 - (1 - tailShare) * tail);
}
