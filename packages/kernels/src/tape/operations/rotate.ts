import { rotate_1x1__js } from "../../js/rotate.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** Turns each pair of features i, rotated/2 + i of a head by the i-th angle of the row: `a·cos − b·sin`, `b·cos + a·sin`; the other
 *  features stay. Rotary positions, in the layout of halves. */
export interface Rotate {
  /** float32 [rows, heads·headFeatures] */
  readonly x: Offset;
  /** int32 [rows]: the row of `turns` that each row is turned by; not checked. */
  readonly positions: Offset;
  /** float32 [·, rotated]: rotated/2 cosines, then as many sines. */
  readonly turns: Offset;
  readonly rows: Cell;
  readonly heads: number;
  readonly headFeatures: number;
  /** Features of each head that are turned, the first ones: an even number. */
  readonly rotated: number;
  /** float32 [rows, heads·headFeatures]; may be `x`. */
  readonly out: Offset;
}

export const rotate: Operation<Rotate> = {
  opcode: 89,
  instruction(where, o) {
    const [heads, headFeatures] = [
      size(where, "heads", o.heads),
      size(where, "headFeatures", o.headFeatures),
    ];
    const rotated = size(where, "rotated", o.rotated);
    if (rotated % 2 !== 0 || rotated > headFeatures) {
      throw new RangeError(
        `${where}: rotated must be even and at most headFeatures (${headFeatures}), got ${rotated}`,
      );
    }
    return {
      words: [
        words(where, "x", o.x),
        words(where, "positions", o.positions),
        words(where, "turns", o.turns),
        words(where, "rows", o.rows),
        heads,
        headFeatures,
        rotated,
        words(where, "out", o.out),
      ],
      split: ofRows(o.rows, heads * headFeatures),
    };
  },
  js: rotate_1x1__js,
  simd: [{ tile: [1, 8], when: anyRows }],
};
