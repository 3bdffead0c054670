import { drawBelow, type NextWord, shuffle } from "../seeded-words.ts";

/** Of the softmax over the scores of a learned connection's candidates, through which gradients go back to the values. */
export const mappingTemperature = 1e-3;

/** Draws which values each learned connection chooses from.
 *  @param slots  connections, one for each input of each table
 *  @returns [slots, min(width, perSlot)], in each row no value twice */
export function drawCandidates(
  width: number,
  slots: number,
  perSlot: number,
  next: NextWord,
): Int32Array {
  const count = Math.min(width, perSlot);
  const candidates = new Int32Array(slots * count);
  for (let slot = 0; slot < slots; slot++) {
    candidates.set(drawDistinct(width, count, next), slot * count);
  }
  return candidates;
}

/** `count` different values below `width`. */
function drawDistinct(width: number, count: number, next: NextWord): number[] {
  if (2 * count > width) {
    const all = Array.from({ length: width }, (_, i) => i);
    shuffle(all, next);
    return all.slice(0, count);
  }
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(drawBelow(width, next));
  return [...drawn];
}
