import { PANEL_COLUMNS, SUMS, SUMS_ROW_BYTES } from "../sums";
import { storeLanes } from "../vector/lanes";
import {
  activate,
  activationOf,
  biasOf,
  columnScalesOf,
  isPlain,
  outOf,
  scaled,
  scaleOfRow,
} from "./output";

// What is done with each sum, known while compiling, so that the usual products carry nothing of the others.
const BIASED: i32 = 0;
const SCALED_BY_COLUMNS: i32 = 1;
const ANYTHING: i32 = 2;

/** Float sums of rows `row` to below `end` → outputs of the panel of columns from n on, as the operands at `output` say. */
export function storeFloatPanel(row: i32, end: i32, n: i32, outFeatures: i32, output: usize): void {
  if (!isPlain(output)) {
    storeRows(row, end, n, outFeatures, output, ANYTHING);
  } else if (columnScalesOf(output) != 0) {
    storeRows(row, end, n, outFeatures, output, SCALED_BY_COLUMNS);
  } else {
    storeRows(row, end, n, outFeatures, output, BIASED);
  }
}

// @ts-ignore: decorator
@inline
function storeRows(row: i32, end: i32, n: i32, outFeatures: i32, output: usize, kind: i32): void {
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const last = min(outFeatures, n + PANEL_COLUMNS);
  // That of column 0, as addresses go.
  let sums = SUMS - (<usize>n << 2);
  for (; row < end; row++) {
    const rowScale = kind == ANYTHING ? scaleOfRow(output, row) : f32x4.splat(1);
    const to = outOf(output) + (<usize>(row * outFeatures) << 2);
    for (let at = <usize>n << 2; at < <usize>last << 2; at += 16) {
      let y = v128.load(sums + at);
      if (kind == ANYTHING) {
        y = scaled(y, rowScale, columnScales, bias, activation, output, at);
      } else {
        if (kind == SCALED_BY_COLUMNS) y = f32x4.mul(y, v128.load(columnScales + at));
        // Without slopes it says whether there is a ReLU.
        y = activate(y, bias, 0, at, activation);
      }
      storeLanes(to + at, y, last - <i32>(at >> 2));
    }
    sums += SUMS_ROW_BYTES;
  }
}
