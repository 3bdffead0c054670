import { checkIntegerBetween } from "@bnnkit/core";

/** Vectors that go through a circuit in one pass, a bit of a word each. */
export const lanes = 32;

/** Up to 32 bit vectors as words: word i holds bit i of each vector, vector v in its bit v.
 *  @throws RangeError for more than 32 vectors, and for one that has not `width` bits. */
export function packLanes(vectors: readonly Uint8Array[], width: number): Uint32Array {
  checkIntegerBetween("packLanes", "vectors.length", vectors.length, 0, lanes);
  const words = new Uint32Array(width);
  vectors.forEach((vector, lane) => {
    checkIntegerBetween("packLanes", `vectors[${lane}].length`, vector.length, width, width);
    for (let bit = 0; bit < width; bit++) words[bit] |= vector[bit] << lane;
  });
  return words;
}

/** The bit vector of one lane. */
export function unpackLane(words: Uint32Array, lane: number): Uint8Array {
  return Uint8Array.from(words, (word) => (word >>> lane) & 1);
}

/** The unsigned number that the bits of one lane are. */
export function laneNumber(words: ArrayLike<number>, lane: number): number {
  let number = 0;
  for (let bit = words.length - 1; bit >= 0; bit--)
    number = 2 * number + ((words[bit] >>> lane) & 1);
  return number;
}
