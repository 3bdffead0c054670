import { storeOutput } from "./output.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

/** x, weights, rows, outFeatures, inFeatures, wordsPerRow, columnScales, bias, relu, out */
export function signWeightGemm_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const [x, weights, rows] = [o.word(0), o.word(1), o.cell(2)];
  const [outFeatures, inFeatures, wordsPerRow] = [o.integer(3), o.integer(4), o.integer(5)];
  const [columnScales, bias, out] = [o.word(6), o.word(7), o.word(9)];
  const relu = o.integer(8) !== 0;
  for (let column = 0; column < outFeatures; column++) {
    const lane = weights + 4 * (column >>> 2) * wordsPerRow + (column & 3);
    for (let row = 0; row < rows; row++) {
      const sum = signedSum(o, x + row * inFeatures, lane, inFeatures);
      const y = fround(sum * float32[columnScales + column]);
      const to = out + row * outFeatures + column;
      storeOutput(float32, to, y, bias === 0 ? 0 : bias + column, relu);
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
