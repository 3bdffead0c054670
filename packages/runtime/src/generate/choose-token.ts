/** How the next token is chosen. */
export interface Sampling {
  /** What scores are divided by; 0 takes the greatest. */
  readonly temperature: number;
  /** Among so many of the greatest scores alone. */
  readonly topK: number;
  /** Of those, among the fewest of the most probable whose probabilities add up to it. */
  readonly topP: number;
}

/** A token, and what its probability was before any of it. */
export interface ChosenToken {
  readonly token: number;
  readonly logProbability: number;
}

/** Chooses a token by its score; of equal scores the lower id counts as the greater.
 *  @param draw  A number in 0 ≤ u < 1; not called where the greatest is taken.
 *  @throws RangeError for scores that are not finite. */
export function chooseToken(
  scores: Float32Array,
  sampling: Sampling,
  draw: () => number,
): ChosenToken {
  const greatest = indexOfGreatest(scores);
  const token =
    sampling.temperature === 0 || sampling.topK === 1
      ? greatest
      : drawToken(scores, scores[greatest], sampling, draw());
  return { token, logProbability: logProbabilityOf(scores, token) };
}

/** The natural logarithm of the probability of a token: its score less the logarithm of the sum of all exponentials. */
export function logProbabilityOf(scores: Float32Array, token: number): number {
  const greatest = scores[indexOfGreatest(scores)];
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - greatest);
  return scores[token] - greatest - Math.log(sum);
}

function indexOfGreatest(scores: Float32Array): number {
  let best = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) {
      throw new RangeError(`chooseToken: the score of token ${i} must be finite, got ${scores[i]}`);
    }
    if (scores[i] > scores[best]) best = i;
  }
  return best;
}

function drawToken(
  scores: Float32Array,
  greatest: number,
  { temperature, topK, topP }: Sampling,
  u: number,
): number {
  const candidates = topK < scores.length || topP < 1 ? byScore(scores, topK) : undefined;
  const count = candidates?.length ?? scores.length;
  const tokenAt = (i: number): number => candidates?.[i] ?? i;
  const weights = Float64Array.from({ length: count }, (_, i) =>
    Math.exp((scores[tokenAt(i)] - greatest) / temperature),
  );
  const kept = topP < 1 ? nucleus(weights, topP) : weights;
  let left = u * kept.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of kept.entries()) {
    left -= weight;
    if (left < 0) return tokenAt(i);
  }
  return tokenAt(kept.length - 1);
}

/** The fewest of falling weights that add up to a share of all. */
function nucleus(weights: Float64Array, share: number): Float64Array {
  const enough = share * weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const last = weights.findIndex((weight) => {
    sum += weight;
    return sum >= enough;
  });
  return last < 0 ? weights : weights.subarray(0, last + 1);
}

/** The tokens of the greatest scores, the greatest first. */
export function byScore(scores: Float32Array, count: number): Uint32Array {
  const tokens = Uint32Array.from(scores, (_, token) => token);
  tokens.sort((a, b) => scores[b] - scores[a] || a - b);
  return tokens.subarray(0, count);
}
