import type { TopTokens } from "./search-step.ts";
import type { TokenConstraint } from "./token-constraint.ts";

/** A token that may come next, with its natural log-probability. */
export interface NextToken {
  readonly token: number;
  readonly logProbability: number;
}

export interface NextTokenOptions {
  /** Tokens that each row's top holds. */
  readonly k: number;
  /** Tokens wanted. */
  readonly count: number;
  readonly constraint: TokenConstraint;
  /** Tokens that may still be generated; when all of them are owed, only owed ones are allowed. */
  readonly left: number;
}

/** The `count` most probable tokens of a row that a constraint allows, best first, or as many as there are.
 *
 *  They come from the row's top k; only if that does not hold enough, the row's logits are searched. Equal logits
 *  go to the lower id. Tokens of probability 0 are left out. */
export function allowedTokens(
  top: TopTokens,
  row: number,
  { k, count, constraint, left }: NextTokenOptions,
): readonly NextToken[] {
  const mayCome = permission(constraint, left);
  const ids = top.ids.subarray(row * k, (row + 1) * k);
  const logProbabilities = top.logProbabilities.subarray(row * k, (row + 1) * k);
  const found: NextToken[] = [];
  for (let rank = 0; rank < k && found.length < count; rank++) {
    const [token, logProbability] = [ids[rank], logProbabilities[rank]];
    if (logProbability > Number.NEGATIVE_INFINITY && mayCome(token)) {
      found.push({ token, logProbability });
    }
  }
  if (found.length === count) return found;
  const logits = top.logits(row);
  // The log-probability of the largest logit is −log Σ exp(logit − largest), so these are the kernel's roundings.
  const [largest, negativeLogSum] = [logits[ids[0]], logProbabilities[0]];
  for (const token of largestBelow(logits, ids, { count: count - found.length, mayCome })) {
    const logProbability = Math.fround(Math.fround(logits[token] - largest) + negativeLogSum);
    found.push({ token, logProbability });
  }
  return found;
}

/** The error of a search that a constraint left no token to go on with. */
export function noAllowedToken(generated: number): RangeError {
  return new RangeError(
    `translateIds: a constraint must leave a way to the end token, but allows nothing after ${generated} tokens`,
  );
}

function permission(constraint: TokenConstraint, left: number): (token: number) => boolean {
  const { owed } = constraint;
  if (owed < left) return (token) => constraint.allows(token);
  return (token) => constraint.allows(token) && constraint.after(token).owed < owed;
}

interface Wanted {
  readonly count: number;
  readonly mayCome: (token: number) => boolean;
}

/** Ids of the largest logits that may come, falling, those of the top left out. */
function largestBelow(
  logits: Float32Array,
  top: Int32Array,
  { count, mayCome }: Wanted,
): readonly number[] {
  const best: number[] = [];
  let bar = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id];
    if (!(logit > bar) || top.includes(id) || !mayCome(id)) continue;
    let at = Math.min(best.length, count - 1);
    for (; at > 0 && logits[best[at - 1]] < logit; at--) best[at] = best[at - 1];
    best[at] = id;
    if (best.length === count) bar = logits[best[count - 1]];
  }
  return best;
}
