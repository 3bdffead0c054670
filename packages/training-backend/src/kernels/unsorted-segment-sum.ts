import { floatView, intView } from "../heap.ts";
import { elementCount, inputNamed, type WasmKernel } from "../kernel.ts";

/** UnsortedSegmentSum, the gradient of a gather: `out[id[n], …] = Σ x[n, …]`, in one pass over x.
 *  Rows whose id lies outside `[0, numSegments)` are left out, as in the cpu kernel. */
export const unsortedSegmentSumKernel: WasmKernel = {
  name: "UnsortedSegmentSum",
  run: (backend, inputs, { numSegments }) => {
    const x = inputNamed(inputs, "x");
    const segmentIds = inputNamed(inputs, "segmentIds");
    const segments = Number(numSegments);
    const innerShape = x.shape.slice(segmentIds.shape.length);
    const out = backend.makeOutput([segments, ...innerShape], x.dtype);
    const ids = intView(backend, segmentIds);
    const inner = elementCount(innerShape);
    if (x.dtype === "int32") addRows(intView(backend, x), ids, intView(backend, out), inner);
    else addRows(floatView(backend, x), ids, floatView(backend, out), inner);
    return out;
  },
};

function addRows<T extends Float32Array | Int32Array>(
  x: T,
  ids: Int32Array,
  sums: T,
  inner: number,
): void {
  sums.fill(0);
  const segments = inner === 0 ? 0 : sums.length / inner;
  for (let n = 0; n < ids.length; n++) {
    const id = ids[n];
    if (id < 0 || id >= segments) continue;
    const from = n * inner;
    const to = id * inner;
    for (let i = 0; i < inner; i++) sums[to + i] += x[from + i];
  }
}
