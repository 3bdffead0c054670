import { wordsPerRow } from "@bnnkit/core";
import { tokenScale } from "./token-scale.ts";
import type { Operands } from "./words.ts";

/** x, rows, features, bits, rowScales */
export function signPackTokenMaximum_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const [x, rows, features, bits, rowScales] = [
    o.word(0),
    o.cell(1),
    o.integer(2),
    o.word(3),
    o.word(4),
  ];
  for (let row = 0; row < rows; row++) {
    const from = x + row * features;
    float32[rowScales + row] = tokenScale(float32, from, features);
    packRow(o, from, 0, features, bits + row * wordsPerRow(features));
  }
}

/** x, shift, rows, features, bits */
export function signPackShift_1x1__js(o: Operands): void {
  const [x, shift, rows, features, bits] = [
    o.word(0),
    o.word(1),
    o.cell(2),
    o.integer(3),
    o.word(4),
  ];
  for (let row = 0; row < rows; row++) {
    packRow(o, x + row * features, shift, features, bits + row * wordsPerRow(features));
  }
}

/** x, thresholds, rows, features, bits */
export function signPackInt8_1x1__js(o: Operands): void {
  const { int8, int32 } = o.words;
  const [x, thresholds, rows] = [o.byte(0), o.byte(1), o.cell(2)];
  const [features, bits] = [o.integer(3), o.word(4)];
  const words = wordsPerRow(features);
  int32.fill(0, bits, bits + rows * words);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < features; k++) {
      const threshold = thresholds === 0 ? 0 : int8[thresholds + k];
      if (int8[x + row * features + k] < threshold) {
        int32[bits + row * words + (k >>> 5)] |= 1 << (k & 31);
      }
    }
  }
}

/** Bit k is x[k] + shift[k] < 0, the sum in float32; shift 0 means none. */
function packRow(o: Operands, x: number, shift: number, features: number, bits: number): void {
  const { int32, float32 } = o.words;
  int32.fill(0, bits, bits + wordsPerRow(features));
  for (let k = 0; k < features; k++) {
    const value = shift === 0 ? float32[x + k] : Math.fround(float32[x + k] + float32[shift + k]);
    if (value < 0) int32[bits + (k >>> 5)] |= 1 << (k & 31);
  }
}
