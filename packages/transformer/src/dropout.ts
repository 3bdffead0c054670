import { runFusedKernel } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import { seededWords } from "./seeded-random.ts";

/** Drops values of a tensor. */
export type Dropout = <R extends tf.Rank>(x: tf.Tensor<R>, probability: number) => tf.Tensor<R>;

/** Keeps everything: evaluation. */
export const noDropout: Dropout = (x) => x;

/** Dropout whose masks depend on seed, step and the number of the call alone, so that a resumed run repeats them.
 *
 *  Without a fused kernel a value is kept when a random byte is ≥ t with t = round(256·p), and divided by 1 − t/256. */
export function seededDropout(seed: number, step: number): Dropout {
  let site = 0;
  return <R extends tf.Rank>(x: tf.Tensor<R>, probability: number): tf.Tensor<R> => {
    site++;
    if (probability === 0) return x;
    const attributes = { rate: probability, seed: seededWords(seed, step, site)() };
    const fused = runFusedKernel("BnnkitDropout", { x }, attributes);
    if (fused) return tf.reshape<R>(fused[0], x.shape);
    const threshold = Math.round(probability * 256);
    const mask = tf.tensor(dropoutMask(x.size, threshold, [seed, step, site]), x.shape);
    return tf.mul(x, mask);
  };
}

function dropoutMask(size: number, threshold: number, keys: readonly number[]): Float32Array {
  const words = seededWords(...keys);
  const kept = 256 / (256 - threshold);
  const valueOfByte = Float32Array.from({ length: 256 }, (_, byte) =>
    byte < threshold ? 0 : kept,
  );
  const mask = new Float32Array(4 * Math.ceil(size / 4));
  for (let i = 0; i < mask.length; i += 4) {
    const word = words();
    mask[i] = valueOfByte[word & 255];
    mask[i + 1] = valueOfByte[(word >>> 8) & 255];
    mask[i + 2] = valueOfByte[(word >>> 16) & 255];
    mask[i + 3] = valueOfByte[word >>> 24];
  }
  return mask.subarray(0, size);
}
