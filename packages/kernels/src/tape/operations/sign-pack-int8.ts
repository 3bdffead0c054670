import { signPackInt8_1x1__js } from "../../js/sign-pack.ts";
import { bytes, type Cell, type Offset, optionalBytes, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `bits[r,k] = x[r,k] < thresholds[k]` of int8; without `thresholds` the plain sign, x < 0. */
export interface SignPackInt8 {
  /** int8 [rows, features] */
  readonly x: Offset;
  /** int8 [features] */
  readonly thresholds?: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
}

export const signPackInt8: Operation<SignPackInt8> = {
  opcode: 64,
  instruction: (where, o) => ({
    words: [
      bytes(where, "x", o.x),
      optionalBytes(where, "thresholds", o.thresholds),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "bits", o.bits),
    ],
    split: ofRows(o.rows, 0.15 * o.features),
  }),
  js: signPackInt8_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};
