import { wordsPerRow } from "@bnnkit/core";
import { deviationOf, meanOf } from "./layer-norm.ts";
import { scaleOfLargest } from "./token-scale.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

// Operands of both: x, rows, groups, length of a slice, gamma, beta, epsilon, bits, then one of their own.

/** …, rowScales */
export function layerNormSignPackTokenMaximum_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const [rows, rowScales] = [o.cell(1), o.word(8)];
  for (let row = 0; row < rows; row++) {
    float32[rowScales + row] = scaleOfLargest(packNormalizedRow(o, row, 0));
  }
}

/** …, shift */
export function layerNormSignPackShift_1x1__js(o: Operands): void {
  const rows = o.cell(1);
  for (let row = 0; row < rows; row++) packNormalizedRow(o, row, o.word(8));
}

/** Packs the signs of a row's normalized values (+ shift, when there is one) and returns their largest magnitude. */
function packNormalizedRow(o: Operands, row: number, shift: number): number {
  const { float32, int32 } = o.words;
  const [groups, length, gamma, beta] = [o.integer(2), o.integer(3), o.word(4), o.word(5)];
  const features = groups * length;
  const words = wordsPerRow(features);
  const bits = o.word(7) + row * words;
  int32.fill(0, bits, bits + words);
  let largest = 0;
  for (let first = 0; first < features; first += length) {
    const x = o.word(0) + row * features + first;
    const mean = meanOf(float32, x, length);
    const deviation = deviationOf(float32, x, mean, length, o.float(6));
    for (let i = 0; i < length; i++) {
      const normal = fround(fround(float32[x + i] - mean) / deviation);
      let y = fround(fround(normal * float32[gamma + i]) + float32[beta + i]);
      if (shift !== 0) y = fround(y + float32[shift + first + i]);
      largest = Math.max(largest, Math.abs(y));
      const k = first + i;
      if (y < 0) int32[bits + (k >>> 5)] |= 1 << (k & 31);
    }
  }
  return largest;
}
