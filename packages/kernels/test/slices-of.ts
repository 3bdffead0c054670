import * as reference from "../src/reference/index.ts";

/** Samples × bits as slices. */
export function slicesOf(values: Uint8Array, samples: number): Int32Array {
  const features = samples === 0 ? 0 : values.length / samples;
  const stride = 4 * Math.ceil(samples / 128);
  const slices = reference.transpose(values, samples);
  const words = new Int32Array(features * stride);
  slices.forEach((bit, i) => {
    const [k, sample] = [Math.floor(i / samples), i % samples];
    words[k * stride + (sample >>> 5)] |= bit << (sample & 31);
  });
  return words;
}
