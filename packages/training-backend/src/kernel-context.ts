import type * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { MatMul } from "./mat-mul.ts";
import type { VectorModule } from "./vector-module.ts";

/** What the kernels of one installation share. */
export interface KernelContext {
  readonly backend: BackendWasm;
  readonly vector: VectorModule;
  readonly matMul: MatMul;
}

/** Byte offset of a tensor's elements on the wasm heap. */
export function addressOf(
  { backend }: { readonly backend: BackendWasm },
  tensor: tf.TensorInfo,
): number {
  return backend.getMemoryOffset(tensor.dataId);
}
