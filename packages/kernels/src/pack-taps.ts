import { checkIntegerBetween, checkLength, checkPositiveInteger } from "@bnnkit/core";

/**
 * Which bits of a tuple each binary digit of its addresses is the exclusive OR of, as `lookUp` and `bleach` read it: for one digit after
 * the other how many, and which.
 *
 * @param words  the parameters of H3 hashes, [hashes, tupleSize], each below 2^digits (Carter and Wegman 1979)
 * @throws RangeError for other lengths and parameters beyond the entries.
 */
export function packTaps(
  words: ArrayLike<number>,
  { hashes, tupleSize, digits }: { hashes: number; tupleSize: number; digits: number },
): Int32Array<ArrayBuffer> {
  checkPositiveInteger("packTaps", "hashes", hashes);
  checkIntegerBetween("packTaps", "digits", digits, 1, 30);
  checkLength("packTaps", "words", words.length, hashes * tupleSize);
  const taps: number[] = [];
  for (let h = 0; h < hashes; h++) {
    for (let d = 0; d < digits; d++) {
      const count = taps.push(0) - 1;
      for (let i = 0; i < tupleSize; i++) {
        const word = words[h * tupleSize + i];
        checkIntegerBetween("packTaps", `words[${h * tupleSize + i}]`, word, 0, 2 ** digits - 1);
        if (((word >>> d) & 1) === 1) taps.push(i);
      }
      taps[count] = taps.length - count - 1;
    }
  }
  return Int32Array.from(taps);
}

/** The same where the bits of a tuple are its address, the first the lowest. */
export function packPlainTaps(tupleSize: number): Int32Array<ArrayBuffer> {
  checkIntegerBetween("packPlainTaps", "tupleSize", tupleSize, 1, 30);
  return Int32Array.from({ length: 2 * tupleSize }, (_, i) => (i % 2 === 0 ? 1 : i >>> 1));
}
