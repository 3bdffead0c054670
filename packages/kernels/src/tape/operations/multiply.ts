import { checkIntegerBetween } from "@bnnkit/core";
import { multiply_1x1__js } from "../../js/multiply.ts";
import { elementWord } from "../element.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `out[r,c] = a[r,c]·b[r,c]`, or `a[r,c]·b[r]`: the K of XNOR-Net, gates. Of int32 modulo 2³². */
export interface Multiply {
  /** [rows, features] of `element` */
  readonly a: Offset;
  /** [rows, bFeatures] */
  readonly b: Offset;
  readonly element: "float32" | "int32";
  readonly rows: Cell;
  readonly features: number;
  /** Either `features`, the default, or 1. */
  readonly bFeatures?: number;
  /** [rows, features]; may be `a`, and `b` where that is as large. */
  readonly out: Offset;
}

export const multiply: Operation<Multiply> = {
  opcode: 86,
  instruction(where, o) {
    const features = size(where, "features", o.features);
    const { bFeatures = features } = o;
    checkIntegerBetween(where, "bFeatures", bFeatures, 1, features);
    if (bFeatures !== 1 && bFeatures !== features) {
      throw new RangeError(
        `${where}: bFeatures must be 1 or features (${features}), got ${bFeatures}`,
      );
    }
    return {
      words: [
        words(where, "a", o.a),
        words(where, "b", o.b),
        elementWord(where, o.element, ["float32", "int32"]),
        words(where, "rows", o.rows),
        features,
        bFeatures,
        words(where, "out", o.out),
      ],
      split: ofRows(o.rows, 0.5 * features),
    };
  },
  js: multiply_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
