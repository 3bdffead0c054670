import { checkDense, forEachSetBit, packPlane } from "./bit-plane.ts";
import { checkKind } from "./checks.ts";
import { checkPadding, wordsPerRow } from "./row-padding.ts";

/** Rows × cols values in {−1, +1}, one bit each: bit 1 ⇔ −1, bit 0 ⇔ +1.
 *
 *  Column k of a row is bit `k mod 32` (least significant first) of its word `⌊k/32⌋`; a row takes
 *  `wordsPerRow` = 4·⌈cols/128⌉ words, and its pad bits are 0. */
export interface BipolarMatrix {
  readonly kind: "bipolar";
  readonly rows: number;
  readonly cols: number;
  readonly wordsPerRow: number;
  readonly words: Uint32Array;
}

/** Views `words` as a bipolar matrix, without a copy.
 *  @throws RangeError if the length is not rows · wordsPerRow(cols) or a pad bit is set. */
export function bipolarMatrix(words: Uint32Array, rows: number, cols: number): BipolarMatrix {
  checkPadding("bipolarMatrix", "words", words, rows, cols);
  return { kind: "bipolar", rows, cols, wordsPerRow: wordsPerRow(cols), words };
}

/** Packs the signs of a row-major rows × cols array: sign(x) = −1 if x < 0, else +1, so 0 and −0 are +1.
 *  @throws RangeError for a wrong length, and for NaN, naming its index. */
export function packBipolar(values: ArrayLike<number>, rows: number, cols: number): BipolarMatrix {
  checkDense("packBipolar", values, rows, cols);
  const words = packPlane(values, rows, cols, isNegative);
  return { kind: "bipolar", rows, cols, wordsPerRow: wordsPerRow(cols), words };
}

/** The row-major rows × cols values, −1 or +1. */
export function unpackBipolar(m: BipolarMatrix): Int8Array<ArrayBuffer> {
  checkKind("unpackBipolar", "m", m.kind, "bipolar");
  const values = new Int8Array(m.rows * m.cols).fill(1);
  forEachSetBit(m.words, m.rows, m.cols, (i) => {
    values[i] = -1;
  });
  return values;
}

function isNegative(value: number, index: number): boolean {
  if (value < 0) return true;
  if (value >= 0) return false;
  throw new RangeError(`packBipolar: values[${index}] must be a number, got ${value}`);
}
