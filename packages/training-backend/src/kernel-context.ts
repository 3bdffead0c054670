import type * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { MatMul } from "./mat-mul.ts";
import type { VectorModule } from "./vector-module.ts";

/** What the kernels of one installation share. */
export interface KernelContext {
  readonly backend: BackendWasm;
  /** The heap of `backend`. Its buffer is another object after each growth. */
  readonly memory: WebAssembly.Memory;
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

/** `length` float32 elements at a byte offset of the heap, in place until the next allocation. */
export function floatsAt(
  { memory }: { readonly memory: WebAssembly.Memory },
  address: number,
  length: number,
): Float32Array {
  return new Float32Array(memory.buffer, address, length);
}
