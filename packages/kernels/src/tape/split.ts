import { PANEL_COLUMNS, ROWS_TOGETHER } from "./layout.ts";
import type { Cell, Offset } from "./operand.ts";
import { float } from "./operand.ts";

/**
 * How threads can share an instruction, and how much work it is. Outputs of different pieces never depend on each other.
 *
 * Others wait for the slowest thread, so what is short stays on one: the work is counted when the tape runs.
 */
export interface Split {
  /** Cell of what is split: rows, or images. */
  readonly rows: Cell;
  /** Work of a row in vector operations, of which a core does some six in a nanosecond. */
  readonly steps: number;
  /** Pieces that a row may be split into. Default 1. */
  readonly units?: number;
  /** Pieces that there may be however few rows there are. Default 0. */
  readonly leastUnits?: number;
  /** int32 [rows]: with it `steps` are those of each of so many keys. */
  readonly keys?: Offset;
}

/** Rows that do not touch each other. */
export function ofRows(rows: Cell, steps: number): Split {
  return { rows, steps };
}

/** A product: rows, or panels of columns. `steps` are those of one output. */
export function ofProduct(
  { rows, outFeatures }: { readonly rows: Cell; readonly outFeatures: number },
  steps: number,
  panelColumns: number = PANEL_COLUMNS,
): Split {
  return {
    rows,
    steps: outFeatures * steps,
    units: 1 / ROWS_TOGETHER,
    leastUnits: Math.ceil(outFeatures / panelColumns),
  };
}

/** Rows that see keys, by the keys that they really have. `steps` are those of one key. */
export function ofKeys(
  { rows, keyCount }: { readonly rows: Cell; readonly keyCount: Offset },
  steps: number,
): Split {
  return { rows, steps, keys: keyCount };
}

/** The words of an instruction in front of its operands, in the order of layout.ts. */
export function splitWords(where: string, split: Split | undefined): number[] {
  if (split === undefined) return [0, 0, 0, 0, 0];
  const { rows, steps, units = 1, leastUnits = 0, keys = 0 } = split;
  return [rows, float(where, "steps", steps), float(where, "units", units), leastUnits, keys];
}
