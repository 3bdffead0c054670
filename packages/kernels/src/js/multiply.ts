import { isFloat32 } from "./element-reader.ts";
import type { Operands } from "./words.ts";

/** a, b, element, rows, features, bFeatures, out */
export function multiply_1x1__js(o: Operands): void {
  const { int32, float32 } = o.words;
  const [a, b, features, out] = [o.word(0), o.word(1), o.integer(4), o.word(6)];
  const isFloat = isFloat32(o.integer(2));
  const isWhole = o.integer(5) === features;
  const length = o.cell(3) * features;
  for (let i = 0; i < length; i++) {
    const j = isWhole ? i : Math.floor(i / features);
    if (isFloat) float32[out + i] = float32[a + i] * float32[b + j];
    else int32[out + i] = Math.imul(int32[a + i], int32[b + j]);
  }
}
