import { logProbabilityOf } from "./choose-token.ts";
import { groupsOf } from "./generate-tokens.ts";
import type { TokenRun } from "./token-run.ts";

/** Tokens that are run together, of which the last ones are scored. */
export interface ScoreWindow {
  readonly from: number;
  readonly to: number;
  /** The first that is scored by what stands before it in the window. */
  readonly scoredFrom: number;
}

/** Windows that score each token but the first once, behind half of `length` tokens at least where there are as many. */
export function scoreWindows(count: number, length: number): readonly ScoreWindow[] {
  const windows: ScoreWindow[] = [];
  const stride = Math.max(1, Math.floor(length / 2));
  for (let from = 0, scored = 1; scored < count; from += stride) {
    const to = Math.min(count, from + length);
    windows.push({ from, to, scoredFrom: scored });
    scored = to;
  }
  return windows;
}

/** The scores behind each of some ids: float32 [ids, vocabularySize]. Yields after each run. */
export function* allScores(run: TokenRun, ids: readonly number[]): Generator<void, Float32Array> {
  const parts: Float32Array[] = [];
  const rows = ids.map((id, position) => ({ text: 0, position, id }));
  for (const group of groupsOf(rows, run.capacity)) {
    parts.push(run.score(group).slice());
    yield;
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Natural logarithms of the probabilities of all ids of a window from the first that is scored on. Yields after each run. */
export function* scoreTokens(
  run: TokenRun,
  ids: readonly number[],
  { from, to, scoredFrom }: ScoreWindow,
): Generator<void, readonly number[]> {
  const logProbabilities: number[] = [];
  // The scores of a row are those of the id behind it, so the last id is none.
  const rows = ids
    .slice(from, to - 1)
    .map((id, position) => ({ text: 0, position, id, next: from + position + 1 }));
  for (const group of groupsOf(rows, run.capacity)) {
    if (group.every(({ next }) => next < scoredFrom)) {
      run.keep(group);
    } else {
      const scores = run.score(group);
      const size = scores.length / group.length;
      for (const [i, { next }] of group.entries()) {
        if (next < scoredFrom) continue;
        const own = scores.subarray(i * size, (i + 1) * size);
        logProbabilities.push(logProbabilityOf(own, ids[next]));
      }
    }
    yield;
  }
  return logProbabilities;
}
