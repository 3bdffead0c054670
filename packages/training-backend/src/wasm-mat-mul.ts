import { stockKernel } from "./kernel.ts";
import type { MatMul } from "./mat-mul.ts";

/** interim */
export function createWasmMatMul(): MatMul {
  const stock = stockKernel("BatchMatMul");
  const transpose = stockKernel("Transpose");
  return {
    name: "XNNPACK (wasm)",
    multiply: (backend, a, b, out, shape) => {
      const swap = (x: typeof a) => {
        const perm = x.shape.map((_, i) => i);
        perm.push(...perm.splice(-2).reverse());
        return transpose(backend, { x }, { perm });
      };
      const left = shape.transposeA ? swap(a) : a;
      const right = shape.transposeB ? swap(b) : b;
      const product = stock(
        backend,
        { a: left, b: right },
        { transposeA: false, transposeB: false },
      );
      const from = backend.typedArrayFromHeap(product);
      backend.typedArrayFromHeap(out).set(from);
      for (const x of [left, right, product]) {
        if (x !== a && x !== b) backend.disposeData(x.dataId);
      }
    },
  };
}
