import type * as tf from "@tensorflow/tfjs";
import { elementCount, inputNamed, type KernelInputs, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import { onlyGradient, runMany } from "./run-kernel.ts";

const name = "BnnkitLayerNorm";
const gradientName = "BnnkitLayerNormGrad";

/** `BnnkitLayerNorm`: y = (x − mean)/√(mean((x − mean)²) + epsilon)·gamma + beta over each run of `gamma.size`
 *  elements of the last axis, so that one gamma can serve several groups. Inputs x, gamma, beta; attribute epsilon. */
export function layerNormKernels(context: KernelContext): WasmKernel[] {
  const { backend, vector } = context;
  return [
    {
      name,
      run: (_, inputs, { epsilon }) => {
        const x = inputNamed(inputs, "x");
        const { rows, columns } = rowsOf(inputs);
        const y = backend.makeOutput(x.shape, "float32");
        vector.layerNormRows(
          addressOf(context, x),
          addressOf(context, inputNamed(inputs, "gamma")),
          addressOf(context, inputNamed(inputs, "beta")),
          rows,
          columns,
          Number(epsilon),
          addressOf(context, y),
        );
        return y;
      },
    },
    {
      name: gradientName,
      run: (_, inputs, { epsilon }) => {
        const x = inputNamed(inputs, "x");
        const gamma = inputNamed(inputs, "gamma");
        const { rows, columns } = rowsOf(inputs);
        const dx = backend.makeOutput(x.shape, "float32");
        const dGamma = backend.makeOutput(gamma.shape, "float32");
        const dBeta = backend.makeOutput(gamma.shape, "float32");
        vector.layerNormGradientRows(
          addressOf(context, inputNamed(inputs, "dy")),
          addressOf(context, x),
          addressOf(context, gamma),
          rows,
          columns,
          Number(epsilon),
          addressOf(context, dx),
          addressOf(context, dGamma),
          addressOf(context, dBeta),
        );
        return [dx, dGamma, dBeta];
      },
    },
  ];
}

function rowsOf(inputs: KernelInputs): { rows: number; columns: number } {
  const { shape } = inputNamed(inputs, "x");
  const columns = elementCount(inputNamed(inputs, "gamma").shape);
  const features = shape[shape.length - 1];
  if (!(columns > 0) || features % columns !== 0) {
    throw new RangeError(
      `${name}: the last axis of x (${features}) must be a multiple of gamma's size (${columns})`,
    );
  }
  return { rows: elementCount(shape) / columns, columns };
}

/** Gradient of `BnnkitLayerNorm` by x, gamma and beta, in one kernel. */
export const layerNormGradient: tf.GradConfig = {
  kernelName: name,
  inputsToSave: ["x", "gamma"],
  gradFunc: (dy, [x, gamma], { epsilon }) => {
    // Computed here and not in the functions: tfjs clears up after each of them.
    const [dx, dGamma, dBeta] = runMany(
      gradientName,
      { dy: onlyGradient(dy), x, gamma },
      { epsilon: Number(epsilon) },
    );
    return { x: () => dx, gamma: () => dGamma, beta: () => dBeta };
  },
};
