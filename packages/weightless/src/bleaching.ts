import { checkPositiveInteger } from "@bnnkit/core";

/** How a tie is broken.
 *
 *  - `"lowest"`: if all votes vanish, the last level with votes counts; the lowest of the classes that lead wins
 *  - `"wisardpkg"`: as that library has it: votes may vanish (0 : 0), the highest of the classes that lead wins, and a class within
 *    `confidence` of the leader is noticed only if it comes after it */
export type TieRule = "lowest" | "wisardpkg";

export interface BleachingOptions {
  /** Whether the level is raised while the leaders are too close; true by default. Otherwise it is 1. */
  readonly bleaching?: boolean;
  /** Votes by which the leader must be ahead; 1 by default, so only a tie is bleached. */
  readonly confidence?: number;
  /** By default "lowest". */
  readonly tie?: TieRule;
}

/** The outcome of a vote. */
export interface Vote {
  readonly label: number;
  /** Votes of each class at that level. */
  readonly votes: readonly number[];
  /** The level b: a node votes if it has seen its address at least b times. */
  readonly bleach: number;
  /** (best − second)/best, 0 if best is 0. The second is the runner-up; under "wisardpkg" the largest vote below the best, or 0. */
  readonly confidence: number;
}

/** Fills in the defaults.
 *  @throws RangeError or TypeError for a confidence below 1 or an unknown rule. */
export function bleachingRule(
  where: string,
  options: BleachingOptions,
): Required<BleachingOptions> {
  const { bleaching = true, confidence = 1, tie = "lowest" } = options;
  checkPositiveInteger(where, "confidence", confidence);
  if (tie !== "lowest" && tie !== "wisardpkg") {
    throw new TypeError(`${where}: tie must be "lowest" or "wisardpkg", got ${String(tie)}`);
  }
  return { bleaching, confidence, tie };
}

/** Decides between classes by the counters that their nodes hold for one sample: raises the level from 1 while the leaders are closer
 *  than `confidence` and have more than one vote.
 *  @param counters  `counters[class][node]`; a class with no array takes no part and gets 0 votes. */
export function bleach(
  counters: readonly (ArrayLike<number> | undefined)[],
  rule: Required<BleachingOptions>,
): Vote {
  const taking = counters.flatMap((of, label) => (of === undefined ? [] : [label]));
  let level = 1;
  let votes = votesAt(counters, level);
  while (rule.bleaching && isClose(votes, taking, rule) && Math.max(...votes) > 1) {
    // Votes do not change before the least counter that still votes is passed.
    const next = leastFrom(counters, level) + 1;
    const fewer = votesAt(counters, next);
    if (rule.tie === "lowest" && Math.max(...fewer) === 0) break;
    [level, votes] = [next, fewer];
  }
  return decision(votes, taking, level, rule.tie);
}

function votesAt(counters: readonly (ArrayLike<number> | undefined)[], level: number): number[] {
  return counters.map((of = []) => {
    let votes = 0;
    for (let node = 0; node < of.length; node++) if (of[node] >= level) votes++;
    return votes;
  });
}

function leastFrom(counters: readonly (ArrayLike<number> | undefined)[], level: number): number {
  let least = Infinity;
  for (const of of counters) {
    for (let node = 0; of !== undefined && node < of.length; node++) {
      if (of[node] >= level && of[node] < least) least = of[node];
    }
  }
  return least;
}

function isClose(
  votes: readonly number[],
  taking: readonly number[],
  { confidence, tie }: Required<BleachingOptions>,
): boolean {
  if (tie === "lowest") {
    const [best, second = -Infinity] = taking.map((label) => votes[label]).sort((a, b) => b - a);
    return best - second < confidence;
  }
  let [best, close] = [0, false];
  for (const label of taking) {
    if (votes[label] > best) [best, close] = [votes[label], false];
    else if (best - votes[label] < confidence) close = true;
  }
  return close;
}

function decision(
  votes: readonly number[],
  taking: readonly number[],
  level: number,
  tie: TieRule,
): Vote {
  const best = Math.max(...taking.map((label) => votes[label]));
  const leaders = taking.filter((label) => votes[label] === best);
  const below = taking.map((label) => votes[label]).filter((vote) => vote < best);
  const second = tie === "lowest" && leaders.length > 1 ? best : Math.max(0, ...below);
  return {
    label: tie === "lowest" ? leaders[0] : leaders[leaders.length - 1],
    votes,
    bleach: level,
    confidence: best === 0 ? 0 : (best - second) / best,
  };
}
