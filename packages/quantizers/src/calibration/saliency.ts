import { checkLength } from "@bnnkit/core";
import { checkOneOf } from "../check-options.ts";
import { inverseDiagonal } from "./feedback-factor.ts";
import { checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

/** What makes a weight salient: see {@link saliency}. */
export const saliencyMetrics = ["magnitude", "hessian-code", "hessian-paper"] as const;

/** See {@link saliency}. */
export type SaliencyMetric = (typeof saliencyMetrics)[number];

/** How much depends on each weight: "magnitude": |w|; "hessian-code": `w²/U_jj²`, as in the code of PB-LLM and BiLLM;
 *  "hessian-paper": `w²/(H⁻¹)_jj²`, as in their papers.
 *
 *  Shang et al. 2023, https://arxiv.org/abs/2310.00034
 *  @param factor  U of `feedbackFactor`, without which there is magnitude alone
 *  @throws RangeError for a matrix that is none, an unknown metric, or a factor that is missing or of another size. */
export function saliency(
  matrix: WeightMatrix,
  metric: SaliencyMetric,
  factor?: Float64Array,
): Float64Array {
  checkWeightMatrix("saliency", matrix);
  checkOneOf("saliency", "metric", metric, saliencyMetrics);
  const { columns } = matrix;
  if (metric === "magnitude") return Float64Array.from(matrix.values, Math.abs);
  if (factor === undefined) {
    throw new RangeError(`saliency: factor must be there for the metric "${metric}", got none`);
  }
  checkLength("saliency", "factor", factor.length, columns ** 2);
  const diagonal =
    metric === "hessian-paper"
      ? inverseDiagonal(factor, columns)
      : Float64Array.from({ length: columns }, (_, j) => factor[j * columns + j]);
  return Float64Array.from(matrix.values, (w, i) => w ** 2 / diagonal[i % columns] ** 2);
}
