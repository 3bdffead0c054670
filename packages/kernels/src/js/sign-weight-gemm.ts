import { floatOutput } from "./output.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

/** x, weights, rows, outFeatures, inFeatures, wordsPerRow, rowScales, columnScales, bias, slopes, activation, out */
export function signWeightGemm_1x1__js(o: Operands): void {
  const [x, weights, rows] = [o.word(0), o.word(1), o.cell(2)];
  const [outFeatures, inFeatures, wordsPerRow] = [o.integer(3), o.integer(4), o.integer(5)];
  const store = floatOutput(o, 6, outFeatures);
  for (let column = 0; column < outFeatures; column++) {
    const lane = weights + 4 * (column >>> 2) * wordsPerRow + (column & 3);
    for (let row = 0; row < rows; row++) {
      store(row, column, signedSum(o, x + row * inFeatures, lane, inFeatures));
    }
  }
}

/** Σ ±x[k] over the words in order and the bits of a word from the highest down, as the SIMD kernels sum. */
function signedSum(o: Operands, x: number, lane: number, inFeatures: number): number {
  const { int32, float32 } = o.words;
  let sum = 0;
  for (let first = 0; first < inFeatures; first += 32) {
    const word = int32[lane + (first >>> 3)];
    for (let b = Math.min(32, inFeatures - first) - 1; b >= 0; b--) {
      const value = float32[x + first + b];
      sum = fround(sum + ((word >>> b) & 1 ? -value : value));
    }
  }
  return sum;
}
