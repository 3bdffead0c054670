import type * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { floatView } from "../heap.ts";
import { elementCount, inputNamed, stockKernel, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";

/** BatchMatMul for every transposition and batch: `[…, M, K] · […, K, N] → […, M, N]`, float32. */
export function batchMatMulKernel(context: KernelContext): WasmKernel {
  return {
    name: "BatchMatMul",
    run: (_, inputs, { transposeA, transposeB }) =>
      batchMatMul(
        context,
        inputNamed(inputs, "a"),
        inputNamed(inputs, "b"),
        Boolean(transposeA),
        Boolean(transposeB),
      ),
  };
}

/** Multiplies into a new tensor.
 *  @throws TypeError unless both are float32; RangeError if sizes do not match. */
export function batchMatMul(
  context: KernelContext,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): tf.TensorInfo {
  const { backend, matMul } = context;
  if (a.dtype !== "float32" || b.dtype !== "float32") {
    throw new TypeError(`BatchMatMul: a and b must be float32, got ${a.dtype} and ${b.dtype}`);
  }
  const [leftRows, leftColumns] = a.shape.slice(-2);
  const [rightRows, rightColumns] = b.shape.slice(-2);
  const rows = transposeA ? leftColumns : leftRows;
  const inner = transposeA ? leftRows : leftColumns;
  const columns = transposeB ? rightRows : rightColumns;
  const innerB = transposeB ? rightColumns : rightRows;
  if (inner !== innerB) {
    throw new RangeError(`BatchMatMul: inner sizes must be equal, got ${inner} and ${innerB}`);
  }
  const batchShape = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const batch = elementCount(batchShape);
  const left = withBatch(backend, a, batchShape);
  const right = withBatch(backend, b, batchShape);
  const out = backend.makeOutput([...batchShape, rows, columns], "float32");
  if (inner === 0) floatView(backend, out).fill(0);
  else if (elementCount(out.shape) > 0) {
    matMul.multiply(addressOf(context, left), addressOf(context, right), addressOf(context, out), {
      batchA: elementCount(left.shape.slice(0, -2)),
      batchB: elementCount(right.shape.slice(0, -2)),
      batch,
      rows,
      inner,
      columns,
      transposeA,
      transposeB,
    });
  }
  if (left !== a) backend.disposeData(left.dataId);
  if (right !== b) backend.disposeData(right.dataId);
  return out;
}

/** The shape that `a` and `b` broadcast to, of the rank of the longer. */
function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizeA = a[a.length - rank + axis] ?? 1;
    const sizeB = b[b.length - rank + axis] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new RangeError(`BatchMatMul: batches [${a}] and [${b}] do not broadcast`);
    }
    return sizeA === 1 ? sizeB : sizeA;
  });
}

/** `tensor` itself if its batch is one matrix or the whole batch, else a copy tiled to the whole batch. */
function withBatch(
  backend: BackendWasm,
  tensor: tf.TensorInfo,
  batchShape: readonly number[],
): tf.TensorInfo {
  const own = elementCount(tensor.shape.slice(0, -2));
  if (own === 1 || own === elementCount(batchShape)) return tensor;
  const shape = [...batchShape.map(() => 1), ...tensor.shape.slice(-2)];
  const missing = batchShape.length - (tensor.shape.length - 2);
  tensor.shape.slice(0, -2).forEach((size, axis) => {
    shape[missing + axis] = size;
  });
  const reps = shape.map((size, axis) => (size === 1 ? (batchShape[axis] ?? 1) : 1));
  return stockKernel("Tile")(backend, { x: { ...tensor, shape } }, { reps });
}
