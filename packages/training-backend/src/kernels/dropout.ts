import type * as tf from "@tensorflow/tfjs";
import { elementCount, inputNamed, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import { onlyGradient, runOne } from "./run-kernel.ts";

const name = "BnnkitDropout";

/** `BnnkitDropout`: y = x/(1 − rate), or 0 with probability rate, as a function of (seed, position) alone. Input x;
 *  attributes rate in [0, 1), seed (32 bits). The gradient repeats the mask instead of keeping it. */
export function dropoutKernel(context: KernelContext): WasmKernel {
  return {
    name,
    run: (backend, inputs, { rate, seed }) => {
      const x = inputNamed(inputs, "x");
      const probability = Number(rate);
      if (!(probability >= 0 && probability < 1)) {
        throw new RangeError(`${name}: rate must be in [0, 1), got ${rate}`);
      }
      const y = backend.makeOutput(x.shape, "float32");
      context.vector.dropout(
        addressOf(context, x),
        elementCount(x.shape),
        Number(seed) | 0,
        Math.round(probability * 2 ** 32),
        1 / (1 - probability),
        addressOf(context, y),
      );
      return y;
    },
  };
}

/** Gradient of `BnnkitDropout`: the same mask on dy. */
export const dropoutGradient: tf.GradConfig = {
  kernelName: name,
  gradFunc: (dy, _, { rate, seed }) => ({
    x: () => runOne(name, { x: onlyGradient(dy) }, { rate: Number(rate), seed: Number(seed) }),
  }),
};
