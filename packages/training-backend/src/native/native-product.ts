import { fusedMatMulModel, guardOutput } from "./fused-mat-mul-model.ts";
import type { OnnxRuntime } from "./onnx-runtime.ts";

/** A float32 tensor of rank 3 over memory of the caller. */
export interface MatrixBatch {
  readonly values: Float32Array;
  readonly shape: readonly [batch: number, rows: number, columns: number];
}

/** Writes op(a)·op(b) to c, for one choice of transpositions. */
export type NativeProduct = (a: MatrixBatch, b: MatrixBatch, c: MatrixBatch) => void;

/** Outputs of fewer elements are copied: an exception costs as much as a copy of some 16 KiB. */
const smallestGuarded = 4096;

/** Multiplies through onnxruntime-node, into the caller's memory.
 *
 *  onnxruntime-node {@link OnnxRuntime.version} writes to the given output and then copies it to a new ArrayBuffer all
 *  the same, which took 2.6 of 7.8 ms for 4 MiB and 20 of 23 ms for 32 MiB. It converts outputs one after the other
 *  and refuses bfloat16, so a model whose first output is a bfloat16 constant stops before the copy, by an
 *  exception that is expected here. */
export function createNativeProduct(
  runtime: OnnxRuntime,
  transposeA: boolean,
  transposeB: boolean,
): NativeProduct {
  const [plain, guarded] = [false, true].map((withGuard) =>
    runtime.createSession(fusedMatMulModel({ transposeA, transposeB, guarded: withGuard })),
  );
  const tensor = ({ values, shape }: MatrixBatch): object => runtime.createTensor(values, shape);
  return (a, b, c) => {
    const inputs = { a: tensor(a), b: tensor(b) };
    if (c.values.length < smallestGuarded) {
      plain.run(inputs, { c: tensor(c) }, {});
      return;
    }
    try {
      guarded.run(inputs, { [guardOutput]: null, c: tensor(c) }, {});
    } catch (error) {
      if (!isRefusedGuard(error)) throw error;
    }
  };
}

function isRefusedGuard(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Tensor type (16) is not supported");
}
