import type * as tf from "@tensorflow/tfjs";
import { inputNamed, stockKernel, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import { type BroadcastLoop, broadcastLoops } from "./broadcast-loops.ts";

/** Kernel names by their number in assembly/binary.ts; the comparisons come last and give booleans. */
const operations = [
  "Add",
  "Sub",
  "Multiply",
  "RealDiv",
  "Maximum",
  "Minimum",
  "SquaredDifference",
  "Less",
  "LessEqual",
  "Greater",
  "GreaterEqual",
  "Equal",
  "NotEqual",
];
const firstComparison = operations.indexOf("Less");

/** Elementwise operations of two float32 tensors with broadcasting. The stock kernels walk a broadcast element by
 *  element. */
export function binaryKernels(context: KernelContext): WasmKernel[] {
  return operations.map((name, operation) => {
    const stock = stockKernel(name);
    return {
      name,
      run: (backend, inputs, attributes) => {
        const a = inputNamed(inputs, "a");
        const b = inputNamed(inputs, "b");
        if (a.dtype !== "float32" || b.dtype !== "float32")
          return stock(backend, inputs, attributes);
        return broadcastBinary(context, operation, a, b);
      },
    };
  });
}

function broadcastBinary(
  context: KernelContext,
  operation: number,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.TensorInfo {
  const { shape, loops } = broadcastLoops(a.shape, b.shape);
  const compares = operation >= firstComparison;
  const out = context.backend.makeOutput(shape, compares ? "bool" : "float32");
  const rowBytes = compares ? 1 : 4;
  const single: BroadcastLoop = { count: 1, strideA: 0, strideB: 0 };
  // The innermost loop always moves by single elements: a larger stride would need an axis inside it.
  const [rows, columns] = [single, single, ...loops].slice(-2);
  const walk = (depth: number, atA: number, atB: number, atOut: number): number => {
    if (depth >= loops.length - 2) {
      context.vector.binary(
        operation,
        atA,
        rows.strideA,
        columns.strideA,
        atB,
        rows.strideB,
        columns.strideB,
        atOut,
        rows.count,
        columns.count,
      );
      return atOut + rowBytes * rows.count * columns.count;
    }
    const { count, strideA, strideB } = loops[depth];
    let next = atOut;
    for (let i = 0; i < count; i++) {
      next = walk(depth + 1, atA + 4 * i * strideA, atB + 4 * i * strideB, next);
    }
    return next;
  };
  walk(0, addressOf(context, a), addressOf(context, b), addressOf(context, out));
  return out;
}
