import { floatOutput } from "./output.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

/** x, weights, rows, outFeatures, inFeatures, rowScales, columnScales, bias, slopes, activation, out */
export function gemmFloat32_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const [x, weights, rows] = [o.word(0), o.word(1), o.cell(2)];
  const [outFeatures, inFeatures] = [o.integer(3), o.integer(4)];
  const store = floatOutput(o, 5, outFeatures);
  for (let column = 0; column < outFeatures; column++) {
    const lane = weights + 4 * (column >>> 2) * inFeatures + (column & 3);
    for (let row = 0; row < rows; row++) {
      const from = x + row * inFeatures;
      let sum = 0;
      for (let k = 0; k < inFeatures; k++) {
        sum = fround(sum + fround(float32[from + k] * float32[lane + 4 * k]));
      }
      store(row, column, sum);
    }
  }
}
