import type { Operands } from "./words.ts";

/** codes, weights, rowScales, columnScales, rows, outFeatures, inFeatures, out */
export function gemmInt8_1x1__js(o: Operands): void {
  const { int8, float32 } = o.words;
  const [codes, weights, rowScales, columnScales] = [o.byte(0), o.byte(1), o.word(2), o.word(3)];
  const [rows, outFeatures, inFeatures, out] = [o.cell(4), o.integer(5), o.integer(6), o.word(7)];
  for (let column = 0; column < outFeatures; column++) {
    const w = weights + column * inFeatures;
    for (let row = 0; row < rows; row++) {
      const a = codes + row * inFeatures;
      let dot = 0;
      for (let k = 0; k < inFeatures; k++) dot = (dot + int8[a + k] * int8[w + k]) | 0;
      const scale = Math.fround(float32[rowScales + row] * float32[columnScales + column]);
      float32[out + row * outFeatures + column] = Math.fround(dot) * scale;
    }
  }
}
