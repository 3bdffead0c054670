import { checkDense, forEachSetBit, packPlane } from "./bit-plane.ts";
import { checkKind } from "./checks.ts";
import { checkPadding, wordsPerRow } from "./row-padding.ts";

/** Rows × cols values in {−1, 0, +1} as two bit planes: mask 1 ⇔ nonzero, sign 1 ⇔ negative. A sign
 *  bit is set only where the mask is, so each value has one encoding. Layout as in `BipolarMatrix`. */
export interface TernaryMatrix {
  readonly kind: "ternary";
  readonly rows: number;
  readonly cols: number;
  readonly wordsPerRow: number;
  readonly mask: Uint32Array;
  readonly sign: Uint32Array;
}

/** Views two bit planes as a ternary matrix, without a copy.
 *  @throws RangeError for a wrong length, a set pad bit, or a sign bit outside the mask. */
export function ternaryMatrix(
  mask: Uint32Array,
  sign: Uint32Array,
  rows: number,
  cols: number,
): TernaryMatrix {
  checkPadding("ternaryMatrix", "mask", mask, rows, cols);
  checkPadding("ternaryMatrix", "sign", sign, rows, cols);
  const stray = sign.findIndex((word, t) => (word & ~mask[t]) !== 0);
  if (stray >= 0) {
    throw new RangeError(
      `ternaryMatrix: sign must be 0 where mask is 0, got a stray bit in word ${stray}`,
    );
  }
  return { kind: "ternary", rows, cols, wordsPerRow: wordsPerRow(cols), mask, sign };
}

/** Packs a row-major rows × cols array of −1, 0 and +1 (−0 is 0). The threshold below which a real
 *  becomes 0 is the quantizer's choice, so other values are refused.
 *  @throws RangeError for a wrong length, and for any other value, naming its index. */
export function packTernary(values: ArrayLike<number>, rows: number, cols: number): TernaryMatrix {
  checkDense("packTernary", values, rows, cols);
  const mask = packPlane(values, rows, cols, isNonzero);
  const sign = packPlane(values, rows, cols, (value) => value < 0);
  return { kind: "ternary", rows, cols, wordsPerRow: wordsPerRow(cols), mask, sign };
}

/** The row-major rows × cols values, −1, 0 or +1. */
export function unpackTernary(m: TernaryMatrix): Int8Array<ArrayBuffer> {
  checkKind("unpackTernary", "m", m.kind, "ternary");
  const values = new Int8Array(m.rows * m.cols);
  forEachSetBit(m.mask, m.rows, m.cols, (i) => {
    values[i] = 1;
  });
  forEachSetBit(m.sign, m.rows, m.cols, (i) => {
    values[i] = -1;
  });
  return values;
}

function isNonzero(value: number, index: number): boolean {
  if (value === 1 || value === -1) return true;
  if (value === 0) return false;
  throw new RangeError(`packTernary: values[${index}] must be −1, 0 or 1, got ${value}`);
}
