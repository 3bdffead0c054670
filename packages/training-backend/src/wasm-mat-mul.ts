import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { MatMul } from "./mat-mul.ts";
import type { VectorModule } from "./vector-module.ts";

/** Matrix products by the SIMD kernels of this package. */
export function createWasmMatMul(backend: BackendWasm, vector: VectorModule): MatMul {
  return {
    name: "wasm simd128",
    multiply: (a, b, out, { rows, inner, columns, ...shape }) => {
      const scratchBytes = vector.matMulScratchBytes(rows, inner, columns);
      const scratch = backend.makeOutput([Math.ceil(scratchBytes / 4)], "float32");
      vector.matMul(
        shape.batch,
        a,
        shape.batchA === 1 ? 0 : rows * inner,
        shape.transposeA ? rows : inner,
        Number(shape.transposeA),
        b,
        shape.batchB === 1 ? 0 : inner * columns,
        shape.transposeB ? inner : columns,
        Number(shape.transposeB),
        out,
        rows,
        inner,
        columns,
        backend.getMemoryOffset(scratch.dataId),
      );
      backend.disposeData(scratch.dataId);
    },
  };
}
