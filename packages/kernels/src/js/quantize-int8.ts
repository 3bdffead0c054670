import { roundHalfEven } from "@bnnkit/core";
import { absoluteMaximum } from "./absolute-maximum.ts";
import type { Operands } from "./words.ts";

/** x, rows, features, codes, rowScales */
export function quantizeInt8_1x1__js(o: Operands): void {
  const { int8, float32 } = o.words;
  const [x, rows, features] = [o.word(0), o.cell(1), o.integer(2)];
  const [codes, rowScales] = [o.byte(3), o.word(4)];
  for (let row = 0; row < rows; row++) {
    const from = x + row * features;
    const maximum = Math.fround(absoluteMaximum(float32, from, features) / 127);
    const scale = maximum === 0 ? 1 : maximum;
    float32[rowScales + row] = scale;
    for (let i = 0; i < features; i++) {
      const code = roundHalfEven(Math.fround(float32[from + i] / scale));
      int8[codes + row * features + i] = Math.max(-127, Math.min(127, code));
    }
  }
}
