import type * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** The elements of a float32 tensor, in place on the wasm heap.
 *  The next allocation may move the heap: take views after the outputs are made, and do not keep them. */
export function floatView(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  const view = backend.typedArrayFromHeap(tensor);
  if (view instanceof Float32Array) return view;
  throw new TypeError(`floatView: tensor must be float32, got ${tensor.dtype}`);
}

/** The elements of an int32 tensor, in place on the wasm heap (see {@link floatView}). */
export function intView(backend: BackendWasm, tensor: tf.TensorInfo): Int32Array {
  const view = backend.typedArrayFromHeap(tensor);
  if (view instanceof Int32Array) return view;
  throw new TypeError(`intView: tensor must be int32, got ${tensor.dtype}`);
}

/** The same elements under another shape; the result owns one more reference to them. */
export function reshaped(
  backend: BackendWasm,
  tensor: tf.TensorInfo,
  shape: number[],
): tf.TensorInfo {
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
}
