import { checkIntegerBetween } from "@bnnkit/core";
import { copyColumns_1x1__js } from "../../js/copy-columns.ts";
import { type Element, elements, elementWord } from "../element.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/**
 * `to[r, toColumn + c] = from[r, fromColumn + c]`, 0 ≤ c < columns: one value beside others (concatenation), or a slice of
 * one. The two must not overlap.
 *
 * The other columns stay. Of bits, whoever writes the last column of `to` clears the bits that pad the row.
 */
export interface CopyColumns {
  /** [rows, fromFeatures] of `element`; of bits uint32 [rows, planes, wordsPerRow(fromFeatures)] */
  readonly from: Offset;
  /** The same of toFeatures. */
  readonly to: Offset;
  readonly element: Element | "bits";
  /** Bit planes of a row. Default 1. */
  readonly planes?: number;
  readonly rows: Cell;
  readonly fromFeatures: number;
  /** Default 0. */
  readonly fromColumn?: number;
  readonly toFeatures: number;
  readonly toColumn: number;
  /** Default all from `fromColumn` on. */
  readonly columns?: number;
}

const MOST_PLANES = 16;

export const copyColumns: Operation<CopyColumns> = {
  opcode: 85,
  instruction(where, o) {
    const { element, planes = 1, fromColumn = 0, toColumn } = o;
    const fromFeatures = size(where, "fromFeatures", o.fromFeatures);
    const toFeatures = size(where, "toFeatures", o.toFeatures);
    const { columns = fromFeatures - fromColumn } = o;
    checkIntegerBetween(where, "planes", planes, 1, element === "bits" ? MOST_PLANES : 1);
    checkIntegerBetween(where, "fromColumn", fromColumn, 0, fromFeatures - 1);
    checkIntegerBetween(where, "toColumn", toColumn, 0, toFeatures - 1);
    const most = Math.min(fromFeatures - fromColumn, toFeatures - toColumn);
    checkIntegerBetween(where, "columns", columns, 1, most);
    return {
      words: [
        elements(where, "from", element, o.from),
        elements(where, "to", element, o.to),
        elementWord(where, element, ["float32", "int32", "int8", "uint8", "bits"]),
        words(where, "rows", o.rows),
        planes,
        ...[fromFeatures, fromColumn, toFeatures, toColumn, columns],
      ],
      split: ofRows(o.rows, planes * (4 + 0.5 * columns)),
    };
  },
  js: copyColumns_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};
