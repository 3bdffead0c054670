import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { PANEL_COLUMNS } from "../sums";
import { cell, integer, offset } from "./operand";

/** x, entries, starts, rows, outFeatures, inFeatures, scales, offsets, addend, out */
export function sparseGemm(operands: usize): void {
  const entries = offset(operands, 1);
  const starts = offset(operands, 2);
  const outFeatures = integer(operands, 4);
  const rowBytes = offset(operands, 5) << 2;
  const addend = offset(operands, 8);
  cutProduct(cell(operands, 3), outFeatures, PANEL_COLUMNS);
  const end = endRow;
  const endOfColumns = endColumn;
  for (let row = firstRow; row < end; row++) {
    const x = offset(operands, 0) + <usize>row * rowBytes;
    for (let n = firstColumn; n < endOfColumns; n++) {
      const column = <usize>n << 2;
      let sum: f32 = 0;
      let coded: f32 = 0;
      let e = entries + (load<u32>(starts + column) << 2);
      const last = entries + (load<u32>(starts + column, 4) << 2);
      for (; e < last; e += 4) {
        const entry = load<u32>(e);
        const value = load<f32>(x + <usize>((entry >> 8) << 2));
        sum += value;
        coded += value * <f32>(entry & 255);
      }
      let y =
        load<f32>(offset(operands, 7) + column) * sum + load<f32>(offset(operands, 6) + column) * coded;
      const at = <usize>(row * outFeatures + n) << 2;
      if (addend != 0) y += load<f32>(addend + at);
      store<f32>(offset(operands, 9) + at, y);
    }
  }
}
