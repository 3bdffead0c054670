import { checkIntegerBetween, checkLength, checkPositiveInteger } from "./checks.ts";
import { popcount32 } from "./popcount.ts";

export interface SignBytesOptions {
  /** Each of which starts with a byte; default 1. */
  readonly rows?: number;
  /** The bits behind the last one of a row: 0 (default) of activations, 1 of filters. */
  readonly tail?: 0 | 1;
}

/** Signs as eBNN's programs for microcontrollers have them: a bit each, the first one the highest of its byte, 1 ⇔ +1, which is
 *  what is not below 0.
 *
 *  McDanel, Teerapittayanon, Kung 2017, https://arxiv.org/abs/1709.02260; kunglab/ebnn c/ebnn.h
 *  @throws RangeError if the values do not divide into rows, one is NaN, or the tail is another one. */
export function packSignBytes(
  values: ArrayLike<number>,
  { rows = 1, tail = 0 }: SignBytesOptions = {},
): Uint8Array<ArrayBuffer> {
  checkPositiveInteger("packSignBytes", "rows", rows);
  checkIntegerBetween("packSignBytes", "tail", tail, 0, 1);
  const cols = Math.ceil(values.length / rows);
  checkLength("packSignBytes", "values", values.length, rows * cols);
  const stride = Math.ceil(cols / 8);
  const bytes = new Uint8Array(rows * stride).fill(tail * 0xff);
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]))
      throw new RangeError(`packSignBytes: values[${i}] must not be NaN`);
    const bit = 8 * stride * Math.floor(i / cols) + (i % cols);
    setBit(bytes, bit, values[i] >= 0);
  }
  return bytes;
}

/** The first `count` signs, −1 or +1, of bytes: one row, or a stream without gaps.
 *  @throws RangeError if there are not as many. */
export function unpackSignBytes(bytes: Uint8Array, count: number): Int8Array<ArrayBuffer> {
  checkIntegerBetween("unpackSignBytes", "count", count, 0, 8 * bytes.length);
  return Int8Array.from({ length: count }, (_, i) => (bitAt(bytes, i) ? 1 : -1));
}

/** The dot product of n signs, `2·popcount(¬(a ⊕ b)) − n` over ⌈n/8⌉ bytes, without a mask: eBNN's `bdot`.
 *
 *  It holds where the tails differ in every bit, 0 in one operand and 1 in the other, as then they count nothing.
 *  @throws RangeError if n is no integer ≥ 1, or an operand has fewer bits. */
export function bdot(a: Uint8Array, b: Uint8Array, n: number): number {
  checkIntegerBetween("bdot", "n", n, 1, 8 * Math.min(a.length, b.length));
  let equal = 0;
  for (let t = 0; 8 * t < n; t++) equal += popcount32(~(a[t] ^ b[t]) & 0xff);
  return 2 * equal - n;
}

/** Bit i, the first one the highest of its byte. */
export function bitAt(bytes: Uint8Array, i: number): boolean {
  return ((bytes[i >>> 3] << (i & 7)) & 0x80) !== 0;
}

/** Makes bit i 1, or 0. */
export function setBit(bytes: Uint8Array, i: number, value: boolean): void {
  const mask = 0x80 >>> (i & 7);
  bytes[i >>> 3] = value ? bytes[i >>> 3] | mask : bytes[i >>> 3] & ~mask;
}
