import type * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** `c[p] = op(a[p]) · op(b[p])` over the batch p, where op transposes the last two axes or does nothing. */
export interface MatMulShape {
  /** 1 or `batch`. */
  readonly batchA: number;
  /** 1 or `batch`. */
  readonly batchB: number;
  readonly batch: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** A way to multiply float32 matrices that lie on the wasm heap. */
export interface MatMul {
  /** Shown in the report of `installTrainingBackend`. */
  readonly name: string;
  /** Writes op(a)·op(b) to `out`, which is already allocated; no size is 0. */
  readonly multiply: (
    backend: BackendWasm,
    a: tf.TensorInfo,
    b: tf.TensorInfo,
    out: tf.TensorInfo,
    shape: MatMulShape,
  ) => void;
}
