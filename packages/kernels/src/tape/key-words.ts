// The words of how an attention finds its keys.
import { optional, size, words } from "./operand-word.ts";
import type { Attention } from "./operands.ts";

/** keyStart, keyCount, keyIndex, keyIndexStride, maximumKeys */
export function keyWords(
  where: string,
  o: Pick<Attention, "keyStart" | "keyCount" | "keyIndex" | "keyIndexStride" | "maximumKeys">,
): number[] {
  const keyStart = optional(where, "keyStart", o.keyStart);
  const keyIndex = optional(where, "keyIndex", o.keyIndex);
  if ((keyStart === 0) === (keyIndex === 0)) {
    throw new RangeError(`${where}: give exactly one of keyStart and keyIndex`);
  }
  const maximumKeys = size(where, "maximumKeys", o.maximumKeys);
  return [
    keyStart,
    words(where, "keyCount", o.keyCount),
    keyIndex,
    keyIndex === 0 ? 0 : size(where, "keyIndexStride", o.keyIndexStride ?? maximumKeys),
    maximumKeys,
  ];
}
