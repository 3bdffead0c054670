import { floatOutput, int8Output, type StoreOutput, signOutput } from "./output.ts";
import type { Operands } from "./words.ts";

const { clz32, fround } = Math;

// Operands of all: x, weights, rows, outFeatures, inFeatures, wordsPerRow, then those of the output.

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function setBitGemm_1x1__js(o: Operands): void {
  forEachSum(o, floatOutput(o, 6, o.integer(3)));
}

/** …, rowScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function setBitGemmInt8_1x1__js(o: Operands): void {
  forEachSum(o, int8Output(o, 6, o.integer(3)));
}

/** …, thresholds, flips, out */
export function setBitGemmSign_1x1__js(o: Operands): void {
  forEachSum(o, signOutput(o, 6, { rows: o.cell(2), outFeatures: o.integer(3), of: "float32" }));
}

function forEachSum(o: Operands, store: StoreOutput): void {
  const [x, weights, rows] = [o.word(0), o.word(1), o.cell(2)];
  const [outFeatures, inFeatures, wordsPerRow] = [o.integer(3), o.integer(4), o.integer(5)];
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
