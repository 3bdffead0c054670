import { popcount32 } from "@bnnkit/core";
import { storeOutput } from "./output.ts";
import type { Operands } from "./words.ts";

/** bits, weights, rows, outFeatures, inFeatures, wordsPerRow, rowScales, columnScales, bias, relu, out */
export function bgemm_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const [outFeatures, inFeatures] = [o.integer(3), o.integer(4)];
  const [rowScales, columnScales, bias, out] = [o.word(6), o.word(7), o.word(8), o.word(10)];
  const relu = o.integer(9) !== 0;
  forEachPopcount(o, (row, column, popcount) => {
    const scale = Math.fround(float32[rowScales + row] * float32[columnScales + column]);
    const y = Math.fround((inFeatures - 2 * popcount) * scale);
    storeOutput(float32, out + row * outFeatures + column, y, bias === 0 ? 0 : bias + column, relu);
  });
}

/** bits, weights, rows, outFeatures, inFeatures, wordsPerRow, out */
export function bgemmInt32_1x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [outFeatures, inFeatures, out] = [o.integer(3), o.integer(4), o.word(6)];
  forEachPopcount(o, (row, column, popcount) => {
    int32[out + row * outFeatures + column] = inFeatures - 2 * popcount;
  });
}

/** bits, weights, rows, outFeatures, inFeatures, wordsPerRow, … */
function forEachPopcount(
  o: Operands,
  store: (row: number, column: number, popcount: number) => void,
): void {
  const { int32 } = o.words;
  const [bits, weights, rows] = [o.word(0), o.word(1), o.cell(2)];
  const [outFeatures, wordsPerRow] = [o.integer(3), o.integer(5)];
  const words = (o.integer(4) + 31) >>> 5;
  for (let column = 0; column < outFeatures; column++) {
    const lane = weights + 4 * (column >>> 2) * wordsPerRow + (column & 3);
    for (let row = 0; row < rows; row++) {
      const a = bits + row * wordsPerRow;
      let popcount = 0;
      for (let t = 0; t < words; t++) popcount += popcount32(int32[a + t] ^ int32[lane + 4 * t]);
      store(row, column, popcount);
    }
  }
}
