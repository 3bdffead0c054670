import type { RatioEstimate } from "./ratio-estimate.ts";

/** What is said of an arm. "unrepeated": it looked like a change, and the rerun did not. */
export type Verdict = "slower" | "faster" | "unrepeated" | "unchanged";

/** In which direction a ratio has moved, if it has: +1 slower, −1 faster, 0 neither.
 *
 *  It has where its interval excludes 1 and it differs from 1 by more than `threshold`. Faster is the same on the other side of
 *  1: 1 / ratio is compared, so that what 10 % slower undoes counts as much. */
export function directionOf({ ratio, lower, upper }: RatioEstimate, threshold: number): -1 | 0 | 1 {
  if (lower > 1 && ratio - 1 > threshold) return 1;
  if (upper < 1 && 1 / ratio - 1 > threshold) return -1;
  return 0;
}

/** What two measurements, the second by new processes, say together. Only what both show in the same direction counts. */
export function judge(first: RatioEstimate, threshold: number, rerun?: RatioEstimate): Verdict {
  const direction = directionOf(first, threshold);
  if (direction === 0) return "unchanged";
  if (rerun === undefined || directionOf(rerun, threshold) !== direction) return "unrepeated";
  return direction > 0 ? "slower" : "faster";
}
