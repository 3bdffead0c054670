import { wordsPerRow } from "@bnnkit/core";
import type { Operands } from "./words.ts";

/** bits, samples, rowsPerSample, planes, features, slices, firstSlice */
export function sliceBits_16x8__js(o: Operands): void {
  const { int32 } = o.words;
  const [samples, rows, planes, features] = [o.cell(1), o.integer(2), o.integer(3), o.integer(4)];
  const words = wordsPerRow(features);
  const stride = 4 * Math.ceil(samples / 128);
  const slices = o.word(5) + o.integer(6) * stride;
  int32.fill(0, slices, slices + planes * rows * features * stride);
  for (let sample = 0; sample < samples; sample++) {
    const [place, bit] = [sample >>> 5, sample & 31];
    for (let row = 0; row < rows; row++) {
      for (let plane = 0; plane < planes; plane++) {
        const from = o.word(0) + ((sample * rows + row) * planes + plane) * words;
        const to = slices + (plane * rows + row) * features * stride + place;
        for (let k = 0; k < features; k++) {
          int32[to + k * stride] |= ((int32[from + (k >>> 5)] >>> (k & 31)) & 1) << bit;
        }
      }
    }
  }
}
