import * as tf from "@tensorflow/tfjs";
import { elementCount, inputNamed, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import { onlyGradient, runOne } from "./run-kernel.ts";

const gradientName = "BnnkitSoftmaxGrad";

/** Softmax over the last axis, and its gradient dx = (dy − Σ dy·y)·y in one pass. */
export function softmaxKernels(context: KernelContext): WasmKernel[] {
  const { backend, vector } = context;
  const rowsOf = (shape: readonly number[]): [number, number] => {
    const columns = shape[shape.length - 1] ?? 1;
    return [columns === 0 ? 0 : elementCount(shape) / columns, columns];
  };
  return [
    {
      name: "Softmax",
      run: (_, inputs) => {
        const logits = inputNamed(inputs, "logits");
        const out = backend.makeOutput(logits.shape, "float32");
        vector.softmaxRows(
          addressOf(context, logits),
          ...rowsOf(logits.shape),
          addressOf(context, out),
        );
        return out;
      },
    },
    {
      name: gradientName,
      run: (_, inputs) => {
        const dy = inputNamed(inputs, "dy");
        const y = inputNamed(inputs, "y");
        const out = backend.makeOutput(y.shape, "float32");
        vector.softmaxGradientRows(
          addressOf(context, dy),
          addressOf(context, y),
          ...rowsOf(y.shape),
          addressOf(context, out),
        );
        return out;
      },
    },
  ];
}

/** The gradient of tf.softmax: one kernel where this package runs, elementwise operations on other backends. */
export const softmaxGradient: tf.GradConfig = {
  kernelName: "Softmax",
  outputsToSave: [true],
  gradFunc: (dy, [y], { dim }) => {
    const gradient = onlyGradient(dy);
    return {
      logits: () => {
        if (tf.getKernel(gradientName, tf.getBackend())) {
          return runOne(gradientName, { dy: gradient, y });
        }
        const product = tf.mul(gradient, y);
        return tf.sub(product, tf.mul(tf.sum(product, Number(dim), true), y));
      },
    };
  },
};
