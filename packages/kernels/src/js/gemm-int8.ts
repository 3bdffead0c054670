import { floatOutput, int8Output, signOutput } from "./output.ts";
import type { Operands } from "./words.ts";

// Operands of all: codes, weights, rows, outFeatures, inFeatures, unsigned, then those of the output.

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function gemmInt8_1x1__js(o: Operands): void {
  forEachDot(o, floatOutput(o, 6, o.integer(3)));
}

/** …, bias, out */
export function gemmInt8Int32_1x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [outFeatures, bias, out] = [o.integer(3), o.word(6), o.word(7)];
  forEachDot(o, (row, column, dot) => {
    int32[out + row * outFeatures + column] = bias === 0 ? dot : dot + int32[bias + column];
  });
}

/** …, rowScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function gemmInt8Int8_1x1__js(o: Operands): void {
  forEachDot(o, int8Output(o, 6, o.integer(3)));
}

/** …, thresholds, flips, out */
export function gemmInt8Sign_1x1__js(o: Operands): void {
  forEachDot(o, signOutput(o, 6, { rows: o.cell(2), outFeatures: o.integer(3), of: "int32" }));
}

function forEachDot(o: Operands, store: (row: number, column: number, dot: number) => void): void {
  const { int8 } = o.words;
  const [codes, weights, rows] = [o.byte(0), o.byte(1), o.cell(2)];
  const [outFeatures, inFeatures] = [o.integer(3), o.integer(4)];
  // A negative int8 has the bits of itself plus 256.
  const mask = o.integer(5) === 0 ? -1 : 255;
  for (let column = 0; column < outFeatures; column++) {
    const w = weights + column * inFeatures;
    for (let row = 0; row < rows; row++) {
      const a = codes + row * inFeatures;
      let dot = 0;
      for (let k = 0; k < inFeatures; k++) dot = (dot + (int8[a + k] & mask) * int8[w + k]) | 0;
      store(row, column, dot);
    }
  }
}
