/** `lp(n) = ((5 + n) / 6)^α`: a hypothesis of n generated tokens has the score log-probability / lp(n).
 *
 *  α = 0 ranks by probability alone, which favours short ones. Wu et al. 2016, https://arxiv.org/abs/1609.08144, §7 (14). */
export function lengthPenalty(length: number, alpha: number): number {
  return ((5 + length) / 6) ** alpha;
}
