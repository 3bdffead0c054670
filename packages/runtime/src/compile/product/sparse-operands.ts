import { unipolarMatrix, unpackUnipolar } from "@bnnkit/core";
import type { SparseGemm } from "@bnnkit/kernels";
import type { NamedTerm } from "@bnnkit/model";
import type { MatrixSize, WeightMemory } from "../weight-memory.ts";

/** Bytes where few are marked, as `sparseGemm` reads them. */
export function placeSparse(
  { prefix, term: { scale = 1, offset = 0 } }: NamedTerm,
  size: MatrixSize,
  memory: WeightMemory,
): Pick<SparseGemm, "entries" | "starts" | "scales" | "offsets"> {
  const { outFeatures } = size;
  const perRow = (value: number | "row", part: string): number =>
    value === "row"
      ? memory.floats(`${prefix}.${part}`)
      : memory.place(`${value} of ${outFeatures}`, () => new Float32Array(outFeatures).fill(value));
  const entries = (): { readonly entries: Int32Array; readonly starts: Int32Array } =>
    entriesOf(prefix, size, memory);
  return {
    entries: memory.place(`${prefix} entries`, () => entries().entries),
    starts: memory.place(`${prefix} starts`, () => entries().starts),
    scales: perRow(scale, "scales"),
    offsets: perRow(offset, "offsets"),
  };
}

function entriesOf(
  prefix: string,
  { outFeatures, inFeatures }: MatrixSize,
  memory: WeightMemory,
): { readonly entries: Int32Array; readonly starts: Int32Array } {
  const codes = memory.tensor(`${prefix}.codes`, "U8").data;
  const words = memory.tensor(`${prefix}.marks`, "U32").data;
  const marks = unpackUnipolar(unipolarMatrix(words, outFeatures, inFeatures));
  const entries = new Int32Array(codes.length);
  const starts = new Int32Array(outFeatures + 1);
  let next = 0;
  for (let row = 0; row < outFeatures; row++) {
    for (let column = 0; column < inFeatures; column++) {
      if (marks[row * inFeatures + column] === 0) continue;
      entries[next] = (column << 8) | codes[next];
      next++;
    }
    starts[row + 1] = next;
  }
  return { entries, starts };
}
