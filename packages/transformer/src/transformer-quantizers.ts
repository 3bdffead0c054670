import { bmtQuantizer, type Quantizer } from "@bnnkit/quantizers";
import type { TransformerConfig } from "./config.ts";

/** What turns the weights and the rows of a Transformer into one bit. Codes are ±1 times a scale, without an offset. */
export interface TransformerQuantizers {
  /** Of a matrix `[outFeatures, inFeatures]`, with one scale for each row or one constant. */
  readonly weights: Quantizer;
  /** Of rows, along the last axis: a token, in attention a token and head; with one scale for each or one constant. */
  readonly activations: Quantizer;
}

/** Those of BMT: ± half of the greatest magnitude of a row, with the estimator that a configuration names. */
export function bmtQuantizers({
  activationEstimator: estimator = "straight-through",
  triangleSlope: slope = 2,
}: Pick<TransformerConfig, "activationEstimator" | "triangleSlope">): TransformerQuantizers {
  return {
    weights: bmtQuantizer({ scaleAxis: "weight-rows" }),
    activations: bmtQuantizer({ scaleAxis: "activations", estimator, slope }),
  };
}

/** @throws RangeError unless both have the code that one-bit products take. */
export function checkQuantizers(where: string, quantizers: TransformerQuantizers): void {
  const { weights, activations } = quantizers;
  for (const [role, { name, code }] of Object.entries({ weights, activations })) {
    const [{ digit, offset = 0, slices = 1 }, ...rest] = code;
    if (digit === "bipolar" && offset === 0 && slices === 1 && rest.length === 0) continue;
    throw new RangeError(
      `${where}: quantizers.${role} must have a code of one ±1 digit and a scale, got "${name}" with ${JSON.stringify(code)}`,
    );
  }
}
