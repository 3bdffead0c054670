import { checkIntegerBetween } from "./checks.ts";

/** Number of set bits of a 32-bit word, 0 … 32; a signed word counts by its bit pattern.
 *
 *  Adds neighbouring fields in parallel: 32 fields of 1 bit → 16 of 2 → 8 of 4 → 4 of 8; the product
 *  with 0x01010101 then sums the four bytes into the top one (Warren, Hacker's Delight, §5-1). */
export function popcount32(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  const bytes = (nibbles + (nibbles >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bytes, 0x01010101) >>> 24;
}

/** Number of set bits in `words[from … to − 1]`; the whole array by default.
 *  @throws RangeError unless 0 ≤ from ≤ to ≤ words.length. */
export function popcountWords(words: Uint32Array, from = 0, to: number = words.length): number {
  checkIntegerBetween("popcountWords", "to", to, 0, words.length);
  checkIntegerBetween("popcountWords", "from", from, 0, to);
  let count = 0;
  for (let t = from; t < to; t++) count += popcount32(words[t]);
  return count;
}
