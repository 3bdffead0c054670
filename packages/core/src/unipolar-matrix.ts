import { checkDense, forEachSetBit, packPlane } from "./bit-plane.ts";
import { checkKind } from "./checks.ts";
import { checkPadding, wordsPerRow } from "./row-padding.ts";

/** Rows × cols values in {0, 1}, one bit each: the bit is the value. Layout as in `BipolarMatrix`. */
export interface UnipolarMatrix {
  readonly kind: "unipolar";
  readonly rows: number;
  readonly cols: number;
  readonly wordsPerRow: number;
  readonly words: Uint32Array;
}

/** Views `words` as a unipolar matrix, without a copy.
 *  @throws RangeError if the length is not rows · wordsPerRow(cols) or a pad bit is set. */
export function unipolarMatrix(words: Uint32Array, rows: number, cols: number): UnipolarMatrix {
  checkPadding("unipolarMatrix", "words", words, rows, cols);
  return { kind: "unipolar", rows, cols, wordsPerRow: wordsPerRow(cols), words };
}

/** Packs a row-major rows × cols array of zeros and ones (−0 is 0). Nothing is rounded: which reals
 *  count as 1 is the quantizer's choice, so other values are refused.
 *  @throws RangeError for a wrong length, and for any value but 0 and 1, naming its index. */
export function packUnipolar(
  values: ArrayLike<number>,
  rows: number,
  cols: number,
): UnipolarMatrix {
  checkDense("packUnipolar", values, rows, cols);
  const words = packPlane(values, rows, cols, isOne);
  return { kind: "unipolar", rows, cols, wordsPerRow: wordsPerRow(cols), words };
}

/** The row-major rows × cols values, 0 or 1. */
export function unpackUnipolar(m: UnipolarMatrix): Uint8Array<ArrayBuffer> {
  checkKind("unpackUnipolar", "m", m.kind, "unipolar");
  const values = new Uint8Array(m.rows * m.cols);
  forEachSetBit(m.words, m.rows, m.cols, (i) => {
    values[i] = 1;
  });
  return values;
}

function isOne(value: number, index: number): boolean {
  if (value === 1) return true;
  if (value === 0) return false;
  throw new RangeError(`packUnipolar: values[${index}] must be 0 or 1, got ${value}`);
}
