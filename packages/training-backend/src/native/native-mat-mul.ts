import type { MatMul } from "../mat-mul.ts";
import { createNativeProduct, type MatrixBatch, type NativeProduct } from "./native-product.ts";
import { openOnnxRuntime } from "./onnx-runtime.ts";

/** Matrix products by onnxruntime-node's FusedMatMul on the calling thread, read from and written to `memory` in
 *  place, after a test on golden data.
 *  @throws Error if onnxruntime-node is missing, of another release, or fails the test. */
export function createNativeMatMul(memory: WebAssembly.Memory): MatMul {
  const runtime = openOnnxRuntime();
  const products = [false, true].map((transposeA) =>
    [false, true].map((transposeB) => {
      const multiply = createNativeProduct(runtime, transposeA, transposeB);
      testOnGoldenData(multiply, { rows: 2, inner: 3, columns: 5, transposeA, transposeB });
      testOnGoldenData(multiply, { rows: 67, inner: 3, columns: 71, transposeA, transposeB });
      return multiply;
    }),
  );
  const matrices = (address: number, shape: MatrixBatch["shape"]): MatrixBatch => ({
    values: new Float32Array(memory.buffer, address, shape[0] * shape[1] * shape[2]),
    shape,
  });
  return {
    name: `onnxruntime-node ${runtime.version}`,
    multiply: (a, b, out, { rows, inner, columns, transposeA, transposeB, ...batches }) => {
      const [rowsA, columnsA] = transposeA ? [inner, rows] : [rows, inner];
      const [rowsB, columnsB] = transposeB ? [columns, inner] : [inner, columns];
      products[Number(transposeA)][Number(transposeB)](
        matrices(a, [batches.batchA, rowsA, columnsA]),
        matrices(b, [batches.batchB, rowsB, columnsB]),
        matrices(out, [batches.batch, rows, columns]),
      );
    },
  };
}

interface GoldenProduct {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Two products of small integers, exact in float32, into the middle of a larger buffer. */
function testOnGoldenData(multiply: NativeProduct, golden: GoldenProduct): void {
  const { rows, inner, columns, transposeA, transposeB } = golden;
  const batch = 2;
  const a = Float32Array.from({ length: batch * rows * inner }, (_, i) => ((i * 7) % 11) - 5);
  const b = Float32Array.from({ length: batch * inner * columns }, (_, i) => ((i * 5) % 13) - 6);
  const memory = new Float32Array(batch * rows * columns + 8).fill(99);
  const c = memory.subarray(4, 4 + batch * rows * columns);
  multiply(
    { values: a, shape: transposeA ? [batch, inner, rows] : [batch, rows, inner] },
    { values: b, shape: transposeB ? [batch, columns, inner] : [batch, inner, columns] },
    { values: c, shape: [batch, rows, columns] },
  );
  for (let at = 0; at < c.length; at++) {
    const expected = goldenElement(a, b, at, golden);
    if (c[at] !== expected) {
      throw new Error(`createNativeMatMul: golden product is ${c[at]}, expected ${expected}`);
    }
  }
  if (memory.subarray(0, 4).some((x) => x !== 99) || memory.subarray(-4).some((x) => x !== 99)) {
    throw new Error("createNativeMatMul: the product was written outside its output");
  }
}

/** Element `at` of the batch of products, by the definition. */
function goldenElement(
  a: Float32Array,
  b: Float32Array,
  at: number,
  { rows, inner, columns, transposeA, transposeB }: GoldenProduct,
): number {
  const n = at % columns;
  const m = Math.floor(at / columns) % rows;
  const p = Math.floor(at / columns / rows);
  let sum = 0;
  for (let k = 0; k < inner; k++) {
    const left = a[p * rows * inner + (transposeA ? k * rows + m : m * inner + k)];
    const right = b[p * inner * columns + (transposeB ? n * inner + k : k * columns + n)];
    sum += left * right;
  }
  return sum;
}
