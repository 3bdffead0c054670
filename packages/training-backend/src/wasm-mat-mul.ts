import { addressOf } from "./kernel-context.ts";
import type { MatMul } from "./mat-mul.ts";
import type { VectorModule } from "./vector-module.ts";

/** Matrix products by the SIMD kernels of this package. */
export function createWasmMatMul(vector: VectorModule): MatMul {
  return {
    name: "wasm simd128",
    multiply: (backend, a, b, out, { rows, inner, columns, ...shape }) => {
      const scratchBytes = vector.matMulScratchBytes(rows, inner, columns);
      const scratch = backend.makeOutput([Math.ceil(scratchBytes / 4)], "float32");
      const at = { backend };
      vector.matMul(
        shape.batch,
        addressOf(at, a),
        shape.batchA === 1 ? 0 : rows * inner,
        shape.transposeA ? rows : inner,
        Number(shape.transposeA),
        addressOf(at, b),
        shape.batchB === 1 ? 0 : inner * columns,
        shape.transposeB ? inner : columns,
        Number(shape.transposeB),
        addressOf(at, out),
        rows,
        inner,
        columns,
        addressOf(at, scratch),
      );
      backend.disposeData(scratch.dataId);
    },
  };
}
