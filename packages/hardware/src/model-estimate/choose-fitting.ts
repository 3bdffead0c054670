import type { ChosenFolding } from "../folding/choose-folding.ts";

/** The fastest of foldings, the slowest first, that is within bounds, taking it that slower ones are if one is; the slowest where none is. */
export function fastestWithin(
  front: readonly ChosenFolding[],
  isWithin: (folding: ChosenFolding) => boolean,
): ChosenFolding {
  let [low, high] = [0, front.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isWithin(front[middle])) low = middle;
    else high = middle - 1;
  }
  return front[low];
}
