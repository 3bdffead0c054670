import type { MatMul } from "../mat-mul.ts";
import { fusedMatMulModel } from "./fused-mat-mul-model.ts";
import { type OnnxRuntime, openOnnxRuntime, type SynchronousSession } from "./onnx-runtime.ts";

/** Matrix products by onnxruntime-node's FusedMatMul on the calling thread, read from and written to `memory` in
 *  place, after a test on golden data.
 *  @throws Error if onnxruntime-node is missing, of another release, or fails the test. */
export function createNativeMatMul(memory: WebAssembly.Memory): MatMul {
  const runtime = openOnnxRuntime();
  const sessions = [false, true].map((transposeA) =>
    [false, true].map((transposeB) =>
      runtime.createSession(fusedMatMulModel(transposeA, transposeB)),
    ),
  );
  for (const transposeA of [0, 1]) {
    for (const transposeB of [0, 1]) {
      testOnGoldenData(runtime, sessions[transposeA][transposeB], transposeA, transposeB);
    }
  }
  const tensor = (address: number, shape: readonly [number, number, number]): object => {
    const view = new Float32Array(memory.buffer, address, shape[0] * shape[1] * shape[2]);
    return runtime.createTensor(view, shape);
  };
  return {
    name: `onnxruntime-node ${runtime.version}`,
    multiply: (a, b, out, { rows, inner, columns, transposeA, transposeB, ...batches }) => {
      sessions[Number(transposeA)][Number(transposeB)].run(
        {
          a: tensor(a, [batches.batchA, ...(transposeA ? sizes(inner, rows) : sizes(rows, inner))]),
          b: tensor(b, [
            batches.batchB,
            ...(transposeB ? sizes(columns, inner) : sizes(inner, columns)),
          ]),
        },
        { c: tensor(out, [batches.batch, rows, columns]) },
        {},
      );
    },
  };
}

function sizes(rows: number, columns: number): readonly [number, number] {
  return [rows, columns];
}

/** Two 2×3 · 3×5 products of small integers, exact in float32, into the middle of a larger buffer. */
function testOnGoldenData(
  runtime: OnnxRuntime,
  session: SynchronousSession,
  transposeA: number,
  transposeB: number,
): void {
  const [batch, rows, inner, columns] = [2, 2, 3, 5];
  const a = Float32Array.from({ length: batch * rows * inner }, (_, i) => ((i * 7) % 11) - 5);
  const b = Float32Array.from({ length: batch * inner * columns }, (_, i) => ((i * 5) % 13) - 6);
  const memory = new Float32Array(batch * rows * columns + 8).fill(99);
  const out = memory.subarray(4, 4 + batch * rows * columns);
  session.run(
    {
      a: runtime.createTensor(a, transposeA ? [batch, inner, rows] : [batch, rows, inner]),
      b: runtime.createTensor(b, transposeB ? [batch, columns, inner] : [batch, inner, columns]),
    },
    { c: runtime.createTensor(out, [batch, rows, columns]) },
    {},
  );
  for (let p = 0; p < batch; p++) {
    for (let m = 0; m < rows; m++) {
      for (let n = 0; n < columns; n++) {
        let expected = 0;
        for (let k = 0; k < inner; k++) {
          const left = a[p * rows * inner + (transposeA ? k * rows + m : m * inner + k)];
          const right = b[p * inner * columns + (transposeB ? n * inner + k : k * columns + n)];
          expected += left * right;
        }
        const actual = out[(p * rows + m) * columns + n];
        if (actual !== expected) {
          throw new Error(`createNativeMatMul: golden product is ${actual}, expected ${expected}`);
        }
      }
    }
  }
  if (memory.subarray(0, 4).some((x) => x !== 99) || memory.subarray(-4).some((x) => x !== 99)) {
    throw new Error("createNativeMatMul: the product was written outside its output");
  }
}
