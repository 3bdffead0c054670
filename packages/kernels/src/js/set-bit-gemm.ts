import { floatOutput } from "./output.ts";
import type { Operands } from "./words.ts";

const { clz32, fround } = Math;

/** x, weights, rows, outFeatures, inFeatures, wordsPerRow, rowScales, columnScales, bias, slopes, activation, out */
export function setBitGemm_1x1__js(o: Operands): void {
  const [x, weights, rows] = [o.word(0), o.word(1), o.cell(2)];
  const [outFeatures, inFeatures, wordsPerRow] = [o.integer(3), o.integer(4), o.integer(5)];
  const store = floatOutput(o, 6, outFeatures);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < outFeatures; column++) {
      const w = weights + column * wordsPerRow;
      store(row, column, setBitSum(o, x + row * inFeatures, w, wordsPerRow));
    }
  }
}

function setBitSum(o: Operands, x: number, w: number, words: number): number {
  const { int32, float32 } = o.words;
  let sum = 0;
  for (let t = 0; t < words; t++) {
    for (let bits = int32[w + t]; bits !== 0; bits &= bits - 1) {
      sum = fround(sum + float32[x + 32 * t + 31 - clz32(bits & -bits)]);
    }
  }
  return sum;
}
