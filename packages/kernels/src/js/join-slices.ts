import { wordsPerRow } from "@bnnkit/core";
import type { Operands } from "./words.ts";

/** slices, samples, features, bits */
export function joinSlices_8x16__js(o: Operands): void {
  const { int32 } = o.words;
  const [slices, samples, features, bits] = [o.word(0), o.cell(1), o.integer(2), o.word(3)];
  const words = wordsPerRow(features);
  const stride = 4 * Math.ceil(samples / 128);
  int32.fill(0, bits, bits + samples * words);
  for (let k = 0; k < features; k++) {
    const from = slices + k * stride;
    const to = bits + (k >>> 5);
    for (let sample = 0; sample < samples; sample++) {
      int32[to + sample * words] |=
        ((int32[from + (sample >>> 5)] >>> (sample & 31)) & 1) << (k & 31);
    }
  }
}
