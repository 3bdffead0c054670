import { glorotLearningRateScale } from "@bnnkit/quantizers";
import { kernelFans } from "../kernel-fans.ts";

/** What a step of latent weights is multiplied with: a number, or `√((fanIn + fanOut)/1.5)`, as it is ("glorot") or the
 *  power of two that is nearest in logarithm ("glorot-power-of-two": 39.19 becomes 32). */
export type LatentScale = number | "glorot" | "glorot-power-of-two";

/** The factor for a kernel, outputs last, before them inputs.
 *  @param shape  `[inputs, outputs]` or `[height, width, inputs, outputs]` */
export function latentScaleOf(scale: LatentScale, shape: readonly number[]): number {
  if (typeof scale === "number") return scale;
  const exact = glorotLearningRateScale(...kernelFans(shape));
  return scale === "glorot" ? exact : 2 ** Math.round(Math.log2(exact));
}

/** @throws RangeError unless it is positive and finite, or a name. */
export function checkLatentScale(where: string, name: string, scale: LatentScale): void {
  if (typeof scale === "number" ? scale > 0 && Number.isFinite(scale) : names.includes(scale))
    return;
  throw new RangeError(
    `${where}: ${name} must be positive and finite or one of ${names.join(", ")}, got ${scale}`,
  );
}

const names: readonly LatentScale[] = ["glorot", "glorot-power-of-two"];
