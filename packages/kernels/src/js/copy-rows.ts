import type { Operands } from "./words.ts";

/** from, to, rows, features, toRow */
export function copyRows_1x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [from, to, rows] = [o.word(0), o.word(1), o.cell(2)];
  const [features, toRow] = [o.integer(3), o.word(4)];
  for (let row = 0; row < rows; row++) {
    const start = from + row * features;
    int32.copyWithin(to + int32[toRow + row] * features, start, start + features);
  }
}
