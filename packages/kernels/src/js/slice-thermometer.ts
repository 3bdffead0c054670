import { ELEMENT_INT8 } from "../tape/layout.ts";
import type { Operands } from "./words.ts";

/** x, element, samples, features, count, thresholds, slices */
export function sliceThermometer_16x1__js(o: Operands): void {
  const { int8, int32 } = o.words;
  const [samples, features, count] = [o.cell(2), o.integer(3), o.integer(4)];
  const [x, thresholds, slices] = [o.byte(0), o.byte(5), o.word(6)];
  const flip = o.integer(1) === ELEMENT_INT8 ? 128 : 0;
  const stride = 4 * Math.ceil(samples / 128);
  int32.fill(0, slices, slices + count * features * stride);
  for (let i = 0; i < count * features; i++) {
    const least = int8[thresholds + 2 * i] & 255;
    if (int8[thresholds + 2 * i + 1] === 0) continue;
    const from = x + (i % features);
    for (let sample = 0; sample < samples; sample++) {
      const level = (int8[from + sample * features] & 255) ^ flip;
      if (level >= least) int32[slices + i * stride + (sample >>> 5)] |= 1 << (sample & 31);
    }
  }
}
