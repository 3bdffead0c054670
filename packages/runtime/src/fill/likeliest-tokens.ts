import { byScore, logProbabilityOf } from "../generate/choose-token.ts";

/** The tokens of the greatest scores, the greatest first, of equal ones the lower id; with their softmax over all.
 *  @throws RangeError for scores that are not finite. */
export function likeliestTokens(
  scores: Float32Array,
  count: number,
): readonly { readonly token: number; readonly probability: number }[] {
  return Array.from(byScore(scores, count), (token) => ({
    token,
    probability: Math.exp(logProbabilityOf(scores, token)),
  }));
}
