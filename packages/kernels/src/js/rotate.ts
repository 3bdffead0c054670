import type { Operands } from "./words.ts";

const { fround } = Math;

/** x, positions, turns, rows, heads, headFeatures, rotated, out */
export function rotate_1x1__js(o: Operands): void {
  const { int32, float32 } = o.words;
  const [x, positions, turns, rows, out] = [o.word(0), o.word(1), o.word(2), o.cell(3), o.word(7)];
  const [heads, headFeatures, rotated] = [o.integer(4), o.integer(5), o.integer(6)];
  const half = rotated >> 1;
  for (let row = 0; row < rows; row++) {
    const cosines = turns + int32[positions + row] * rotated;
    for (let head = 0; head < heads; head++) {
      const at = (row * heads + head) * headFeatures;
      for (let i = 0; i < half; i++) {
        const [cosine, sine] = [float32[cosines + i], float32[cosines + half + i]];
        const [a, b] = [float32[x + at + i], float32[x + at + half + i]];
        float32[out + at + i] = fround(a * cosine) - fround(b * sine);
        float32[out + at + half + i] = fround(b * cosine) + fround(a * sine);
      }
      for (let i = rotated; i < headFeatures; i++) float32[out + at + i] = float32[x + at + i];
    }
  }
}
