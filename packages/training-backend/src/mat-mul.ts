/** `c[p] = op(a[p]) · op(b[p])` over the batch p, where op transposes a matrix or does nothing. */
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
  /** Writes op(a)·op(b) to `out`; operands are byte offsets into the heap, no size is 0. */
  readonly multiply: (a: number, b: number, out: number, shape: MatMulShape) => void;
}
