import * as tf from "@tensorflow/tfjs";
import { floatView } from "../heap.ts";
import { elementCount, inputNamed, type KernelFunction, type WasmKernel } from "../kernel.ts";

/** Sum whose leading-axis case (the gradient of a bias) adds whole rows instead of transposing first.
 *  @param stock  the kernel for every other case */
export function sumKernel(stock: KernelFunction): WasmKernel {
  return {
    name: "Sum",
    run: (backend, inputs, attributes) => {
      const x = inputNamed(inputs, "x");
      const axes = reducedAxes(attributes.axis, x.shape);
      const leading = axes.every((axis) => axis < axes.length) && axes.length < x.shape.length;
      if (!leading || axes.length === 0 || x.dtype !== "float32") {
        return stock(backend, inputs, attributes);
      }
      const kept = x.shape.slice(axes.length);
      const shape = attributes.keepDims ? [...axes.map(() => 1), ...kept] : kept;
      const out = backend.makeOutput(shape, "float32");
      addRows(floatView(backend, x), floatView(backend, out), elementCount(kept));
      return out;
    },
  };
}

/** The axes that an `axis` attribute names, all of them if it is null or undefined. */
function reducedAxes(axis: unknown, shape: number[]): number[] {
  if (axis === null || axis === undefined) return shape.map((_, a) => a);
  return tf.util.parseAxisParam(Array.isArray(axis) ? axis.map(Number) : Number(axis), shape);
}

function addRows(x: Float32Array, sums: Float32Array, columns: number): void {
  sums.fill(0);
  for (let from = 0; from < x.length; from += columns) {
    for (let i = 0; i < columns; i++) sums[i] += x[from + i];
  }
}
