import { type BmtQuantizer, bmtQuantizer } from "@bnnkit/quantizers";
import type { TransformerConfig } from "./config.ts";

/** Of one-bit activations: one bound for each row of the last axis (a token, in attention a token and head). */
export function activationQuantizer({
  activationEstimator: estimator = "straight-through",
  triangleSlope: slope = 2,
}: Pick<TransformerConfig, "activationEstimator" | "triangleSlope">): BmtQuantizer {
  return bmtQuantizer({ scaleAxis: "activations", estimator, slope });
}
