import { unipolarMatrix, unpackUnipolar } from "@bnnkit/core";
import type { SparseGemm } from "@bnnkit/kernels";
import type { NamedTerm } from "@bnnkit/model";
import { once } from "../once.ts";
import type { MatrixSize, WeightMemory } from "../weight-memory.ts";

/** One of the equal slices of a row. */
export interface SliceOf {
  readonly slice: number;
  readonly slices: number;
}

/** Bytes where few are marked, those of a slice, as `sparseGemm` reads them. */
export function placeSparse(
  { prefix, term: { scale = 1, offset = 0 } }: NamedTerm,
  size: MatrixSize,
  memory: WeightMemory,
  { slice, slices }: SliceOf = { slice: 0, slices: 1 },
): Pick<SparseGemm, "entries" | "starts" | "scales" | "offsets"> {
  const { outFeatures } = size;
  const where = slices === 1 ? prefix : `${prefix}, slice ${slice} of ${slices}`;
  const perRow = (value: number | "row", part: string): number =>
    value === "row"
      ? memory.place(`${where}.${part}`, () => {
          const { data } = memory.tensor(`${prefix}.${part}`, "F32");
          return Float32Array.from({ length: outFeatures }, (_, row) => data[row * slices + slice]);
        })
      : memory.place(`${value} of ${outFeatures}`, () => new Float32Array(outFeatures).fill(value));
  const entries = once(() => entriesOf(prefix, size, memory, { slice, slices }));
  return {
    entries: memory.place(`${where} entries`, () => entries().entries),
    starts: memory.place(`${where} starts`, () => entries().starts),
    scales: perRow(scale, "scales"),
    offsets: perRow(offset, "offsets"),
  };
}

interface Entries {
  readonly entries: Int32Array;
  readonly starts: Int32Array;
}

function entriesOf(
  prefix: string,
  { outFeatures, inFeatures }: MatrixSize,
  memory: WeightMemory,
  { slice, slices }: SliceOf,
): Entries {
  const codes = memory.tensor(`${prefix}.codes`, "U8").data;
  const words = memory.tensor(`${prefix}.marks`, "U32").data;
  const marks = unpackUnipolar(unipolarMatrix(words, outFeatures, inFeatures));
  const [first, end] = [slice, slice + 1].map((k) => (k * inFeatures) / slices);
  const entries: number[] = [];
  const starts = new Int32Array(outFeatures + 1);
  let next = 0;
  for (let row = 0; row < outFeatures; row++) {
    for (let column = 0; column < inFeatures; column++) {
      if (marks[row * inFeatures + column] === 0) continue;
      if (column >= first && column < end) entries.push((column << 8) | codes[next]);
      next++;
    }
    starts[row + 1] = entries.length;
  }
  return { entries: Int32Array.from(entries), starts };
}
