import { checkLength, checkPositiveInteger } from "./checks.ts";

/** Number of 32-bit words that one row of `cols` bits takes: 4·⌈cols/128⌉, so that every row starts
 *  on a 128-bit boundary and JS words and SIMD vectors share one layout.
 *  @throws RangeError unless `cols` is an integer ≥ 1. */
export function wordsPerRow(cols: number): number {
  checkPositiveInteger("wordsPerRow", "cols", cols);
  return 4 * Math.ceil(cols / 128);
}

/** Checks that `words` is a rows × cols bit plane: right length, and every bit from column `cols` to
 *  the end of its row zero. All dot products rely on it, for a set pad bit would count as a value.
 *  @throws TypeError unless `words` is a Uint32Array, RangeError naming the row, the word and its value in hexadecimal. */
export function checkPadding(
  where: string,
  name: string,
  words: Uint32Array,
  rows: number,
  cols: number,
): void {
  checkWords(where, name, words);
  checkPositiveInteger(where, "rows", rows);
  checkPositiveInteger(where, "cols", cols);
  const stride = wordsPerRow(cols);
  checkLength(where, name, words.length, rows * stride);
  const firstPadded = cols >>> 5;
  for (let row = 0; row < rows; row++) {
    // When cols is a multiple of 32 the mask below is all ones: the whole word is padding.
    let padBits = 0xffffffff << (cols & 31);
    for (let t = firstPadded; t < stride; t++) {
      const word = words[row * stride + t];
      if ((word & padBits) !== 0) {
        throw new RangeError(
          `${where}: ${name} must have zero pad bits from column ${cols}, got 0x${word
            .toString(16)
            .padStart(8, "0")} in row ${row}, word ${t}`,
        );
      }
      padBits = 0xffffffff;
    }
  }
}

function checkWords(where: string, name: string, words: unknown): void {
  if (words instanceof Uint32Array) return;
  const kind = Object.prototype.toString.call(words).slice(8, -1);
  throw new TypeError(`${where}: ${name} must be a Uint32Array, got ${kind}`);
}
