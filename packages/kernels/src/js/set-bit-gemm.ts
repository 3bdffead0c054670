import { storeOutput } from "./output.ts";
import type { Operands } from "./words.ts";

const { clz32, fround } = Math;

/** x, weights, rows, outFeatures, inFeatures, wordsPerRow, columnScales, bias, relu, out */
export function setBitGemm_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const [x, weights, rows] = [o.word(0), o.word(1), o.cell(2)];
  const [outFeatures, inFeatures, wordsPerRow] = [o.integer(3), o.integer(4), o.integer(5)];
  const [columnScales, bias, out] = [o.word(6), o.word(7), o.word(9)];
  const relu = o.integer(8) !== 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < outFeatures; column++) {
      const sum = setBitSum(o, x + row * inFeatures, weights + column * wordsPerRow, wordsPerRow);
      const y = fround(sum * float32[columnScales + column]);
      const to = out + row * outFeatures + column;
      storeOutput(float32, to, y, bias === 0 ? 0 : bias + column, relu);
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
