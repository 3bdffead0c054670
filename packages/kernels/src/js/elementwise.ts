import type { Operands } from "./words.ts";

/** x, rows, features, out */
export function relu_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const [x, out] = [o.word(0), o.word(3)];
  const length = o.cell(1) * o.integer(2);
  for (let i = 0; i < length; i++) {
    const value = float32[x + i];
    float32[out + i] = value;
    if (value < 0) float32[out + i] = 0;
  }
}

/** a, b, rows, features, out */
export function add_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const [a, b, out] = [o.word(0), o.word(1), o.word(4)];
  const length = o.cell(2) * o.integer(3);
  for (let i = 0; i < length; i++) float32[out + i] = float32[a + i] + float32[b + i];
}
