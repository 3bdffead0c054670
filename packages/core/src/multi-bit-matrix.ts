import { checkDense, forEachSetBit, packPlane } from "./bit-plane.ts";
import { checkIntegerBetween, checkKind } from "./checks.ts";
import { checkPadding, wordsPerRow } from "./row-padding.ts";

// With 16 bits a product of two values stays below 2³², so sums of up to 2²¹ products are exact.
const MAXIMUM_BITS = 16;

/** Rows × cols integers of `bits` bits, one bit plane per binary digit:
 *  value = Σ_b 2^b·plane_b; if `signed`, the top plane weighs −2^(bits−1) (two's complement).
 *  Range 0 … 2^bits − 1, or −2^(bits−1) … 2^(bits−1) − 1. Layout of a plane as in `BipolarMatrix`. */
export interface MultiBitMatrix {
  readonly kind: "multi-bit";
  readonly rows: number;
  readonly cols: number;
  readonly wordsPerRow: number;
  readonly bits: number;
  readonly signed: boolean;
  readonly planes: readonly Uint32Array[];
}

/** The number format of a `MultiBitMatrix`. */
export interface MultiBitFormat {
  /** Bits per value, 1 … 16. */
  readonly bits: number;
  /** Two's complement if true; default false. */
  readonly signed?: boolean;
}

/** Views bit planes, least significant first, as a multi-bit matrix, without a copy.
 *  @throws RangeError unless there are `bits` planes, each of the right length with zero pad bits. */
export function multiBitMatrix(
  planes: readonly Uint32Array[],
  rows: number,
  cols: number,
  { bits, signed = false }: MultiBitFormat,
): MultiBitMatrix {
  checkIntegerBetween("multiBitMatrix", "bits", bits, 1, MAXIMUM_BITS);
  if (planes.length !== bits) {
    throw new RangeError(`multiBitMatrix: planes must be ${bits} bit planes, got ${planes.length}`);
  }
  planes.forEach((plane, b) => {
    checkPadding("multiBitMatrix", `planes[${b}]`, plane, rows, cols);
  });
  return { kind: "multi-bit", rows, cols, wordsPerRow: wordsPerRow(cols), bits, signed, planes };
}

/** Packs a row-major rows × cols array of integers (−0 is 0). Nothing is rounded or clipped.
 *  @throws RangeError for a wrong length, bits outside 1 … 16, and for a value that is no integer or
 *  does not fit, naming its index. */
export function packMultiBit(
  values: ArrayLike<number>,
  rows: number,
  cols: number,
  { bits, signed = false }: MultiBitFormat,
): MultiBitMatrix {
  checkDense("packMultiBit", values, rows, cols);
  checkIntegerBetween("packMultiBit", "bits", bits, 1, MAXIMUM_BITS);
  const minimum = signed ? -(2 ** (bits - 1)) : 0;
  const maximum = minimum + 2 ** bits - 1;
  for (let i = 0; i < values.length; i++) {
    checkIntegerBetween("packMultiBit", `values[${i}]`, values[i], minimum, maximum);
  }
  const planes = Array.from({ length: bits }, (_, b) =>
    packPlane(values, rows, cols, (value) => ((value >> b) & 1) === 1),
  );
  return { kind: "multi-bit", rows, cols, wordsPerRow: wordsPerRow(cols), bits, signed, planes };
}

/** The row-major rows × cols integers. */
export function unpackMultiBit(m: MultiBitMatrix): Int32Array<ArrayBuffer> {
  checkKind("unpackMultiBit", "m", m.kind, "multi-bit");
  const values = new Int32Array(m.rows * m.cols);
  m.planes.forEach((plane, b) => {
    const weight = planeWeight(m, b);
    forEachSetBit(plane, m.rows, m.cols, (i) => {
      values[i] += weight;
    });
  });
  return values;
}

/** What a set bit of plane `b` adds to the value: 2^b, or −2^b for the top plane of a signed matrix. */
export function planeWeight(m: MultiBitMatrix, b: number): number {
  return m.signed && b === m.bits - 1 ? -(2 ** b) : 2 ** b;
}
