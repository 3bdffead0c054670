import { tokenScale } from "./token-scale.ts";
import type { Operands } from "./words.ts";

/** x, rows, groups, length of a slice, out */
export function binarize_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const slices = o.cell(1) * o.integer(2);
  const [x, length, out] = [o.word(0), o.integer(3), o.word(4)];
  for (let slice = 0; slice < slices; slice++) {
    const at = slice * length;
    const half = tokenScale(float32, x + at, length);
    for (let i = 0; i < length; i++) float32[out + at + i] = float32[x + at + i] < 0 ? -half : half;
  }
}
