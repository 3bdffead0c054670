import type { Operands } from "./words.ts";

const { fround } = Math;

/** x, entries, starts, rows, outFeatures, inFeatures, scales, offsets, addend, out */
export function sparseGemm_1x1__js(o: Operands): void {
  const { int32, float32 } = o.words;
  const [entries, starts, rows] = [o.word(1), o.word(2), o.cell(3)];
  const [outFeatures, inFeatures] = [o.integer(4), o.integer(5)];
  const [scales, offsets, addend, out] = [o.word(6), o.word(7), o.word(8), o.word(9)];
  for (let row = 0; row < rows; row++) {
    const x = o.word(0) + row * inFeatures;
    for (let n = 0; n < outFeatures; n++) {
      let [sum, coded] = [0, 0];
      for (let e = int32[starts + n]; e < int32[starts + n + 1]; e++) {
        const entry = int32[entries + e];
        const value = float32[x + (entry >>> 8)];
        sum = fround(sum + value);
        coded = fround(coded + fround(value * (entry & 255)));
      }
      const y = fround(fround(float32[offsets + n] * sum) + fround(float32[scales + n] * coded));
      const at = row * outFeatures + n;
      float32[out + at] = addend === 0 ? y : fround(y + float32[addend + at]);
    }
  }
}
