import { intView } from "../heap.ts";
import { elementCount, inputNamed, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";

/** UnsortedSegmentSum, the gradient of a gather: `out[id[n], …] = Σ x[n, …]`, in one pass over x.
 *  Rows whose id lies outside `[0, numSegments)` are left out, as in the cpu kernel. */
export function unsortedSegmentSumKernel(context: KernelContext): WasmKernel {
  return {
    name: "UnsortedSegmentSum",
    run: (backend, inputs, { numSegments }) => {
      const x = inputNamed(inputs, "x");
      const segmentIds = inputNamed(inputs, "segmentIds");
      const segments = Number(numSegments);
      const innerShape = x.shape.slice(segmentIds.shape.length);
      const columns = elementCount(innerShape);
      const out = backend.makeOutput([segments, ...innerShape], x.dtype);
      if (x.dtype === "int32") {
        const sums = intView(backend, out);
        addIntegers(intView(backend, x), intView(backend, segmentIds), sums, columns);
      } else {
        context.vector.sumSegments(
          addressOf(context, x),
          addressOf(context, segmentIds),
          elementCount(segmentIds.shape),
          columns,
          segments,
          addressOf(context, out),
        );
      }
      return out;
    },
  };
}

function addIntegers(x: Int32Array, ids: Int32Array, sums: Int32Array, columns: number): void {
  sums.fill(0);
  for (let n = 0; n < ids.length; n++) {
    for (let c = 0; c < columns; c++) {
      const to = ids[n] * columns + c;
      if (to >= 0 && to < sums.length) sums[to] += x[n * columns + c];
    }
  }
}
