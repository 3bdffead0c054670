import { quantizeInt8_1x1__js } from "../../js/quantize-int8.ts";
import { bytes, type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `rowScales[r] = max|x|/127` (1 if that is 0), `codes = clamp(roundHalfEven(x/rowScales[r]), ±127)`. */
export interface QuantizeInt8 {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** int8 [rows, features] */
  readonly codes: Offset;
  /** float32 [rows] */
  readonly rowScales: Offset;
}

export const quantizeInt8: Operation<QuantizeInt8> = {
  opcode: 13,
  instruction: (where, o) => ({
    words: [
      words(where, "x", o.x),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      bytes(where, "codes", o.codes),
      words(where, "rowScales", o.rowScales),
    ],
    split: ofRows(o.rows, 2 * o.features),
  }),
  js: quantizeInt8_1x1__js,
  simd: [{ tile: [1, 8], when: anyRows }],
};
