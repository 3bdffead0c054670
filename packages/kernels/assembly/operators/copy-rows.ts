import { cell, integer, offset } from "./operand";

/** from, to, rows, features, toRow */
export function copyRows(operands: usize): void {
  const to = offset(operands, 1);
  const rows = cell(operands, 2);
  const features = integer(operands, 3);
  const toRow = offset(operands, 4);
  let from = offset(operands, 0);
  for (let row = 0; row < rows; row++) {
    const target = load<i32>(toRow + ((<usize>row) << 2));
    memory.copy(to + ((<usize>(target * features)) << 2), from, (<usize>features) << 2);
    from += (<usize>features) << 2;
  }
}

/** The same of rows of bits, `features` in words. */
export function copyBitRows(operands: usize): void {
  copyRows(operands);
}
