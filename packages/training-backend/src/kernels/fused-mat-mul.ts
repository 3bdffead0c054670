import type * as tf from "@tensorflow/tfjs";
import { currentKernel, inputNamed, type KernelInputs, type WasmKernel } from "../kernel.ts";
import type { KernelContext } from "../kernel-context.ts";
import { batchMatMul } from "./batch-mat-mul.ts";

/** Kernel of each activation that tf.fused.matMul knows, beside "linear". */
const activationKernels: ReadonlyMap<string, string> = new Map([
  ["relu", "Relu"],
  ["relu6", "Relu6"],
  ["elu", "Elu"],
  ["sigmoid", "Sigmoid"],
  ["prelu", "Prelu"],
  ["leakyrelu", "LeakyRelu"],
]);

/** _FusedMatMul: activation(a·b + bias), with the matrix product of this installation. */
export function fusedMatMulKernel(context: KernelContext): WasmKernel {
  const { backend } = context;
  const next = (
    x: tf.TensorInfo,
    kernel: string,
    inputs: KernelInputs,
    attributes?: { alpha: number },
  ): tf.TensorInfo => {
    const y = currentKernel(kernel)(backend, inputs, attributes);
    backend.disposeData(x.dataId);
    return y;
  };
  return {
    name: "_FusedMatMul",
    run: (_, inputs, { transposeA, transposeB, activation, leakyreluAlpha }) => {
      const [a, b] = [inputNamed(inputs, "a"), inputNamed(inputs, "b")];
      const product = batchMatMul(context, a, b, Boolean(transposeA), Boolean(transposeB));
      const { bias, preluActivationWeights: alpha } = inputs;
      const sum = bias ? next(product, "Add", { a: product, b: bias }) : product;
      const kernel = activationKernels.get(String(activation));
      if (!kernel) return sum;
      const weights = kernel === "Prelu" ? { alpha } : {};
      return next(sum, kernel, { x: sum, ...weights }, { alpha: Number(leakyreluAlpha) });
    },
  };
}
