import type { Quantizer } from "./quantizer.ts";
import { signOf } from "./sign-quantizer.ts";

export interface ClippedSignQuantizerOptions {
  /** |x| up to which the gradient passes; default 1. */
  readonly clip?: number;
}

/** Sign with the clipped straight-through estimator.
 *
 *  `q(x) = −1 if x < 0 else +1`; `∂q/∂x ≈ 1 if |x| ≤ clip else 0`: `signQuantizer` as most networks have it.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830, §1.3
 *  @throws RangeError if `clip` is not positive and finite. */
export function clippedSignQuantizer({ clip = 1 }: ClippedSignQuantizerOptions = {}): Quantizer {
  const quantizer = signOf("clippedSignQuantizer", { estimator: "clipped", clip });
  return { ...quantizer, name: "clipped-sign", options: { clip } };
}
