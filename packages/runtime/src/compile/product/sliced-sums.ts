import { multiBitMatrix, packUnipolar } from "@bnnkit/core";
import { packFloatLanes, packTableLanes } from "@bnnkit/kernels";
import type { Emitter } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import { addLookedUpBits } from "./looked-up-bits.ts";
import { addMarkedBytes } from "./marked-bytes.ts";
import type { Product } from "./product.ts";
import { ProductSum } from "./product-sum.ts";
import { addFactors, rowTotals } from "./row-totals.ts";
import { type SlicedOffsets, type SlicedPlanes, slicedBits, slicesOf } from "./sliced-bits.ts";
import type { SliceOf } from "./sparse-operands.ts";
import type { TermLanes } from "./term-lanes.ts";

/** A slice from which on tables pay: they are made for so many columns at a time. */
const fewestColumns = 32;

/** Whether slices are long enough for tables of their own. */
export function paysForSlices({ size: { inFeatures }, node: { weights } }: Product): boolean {
  return inFeatures >= fewestColumns * slicesOf(weights.code);
}

/** Floats times bits with scales of slices of a row: the sums of the slices times offsets, then each slice by tables of its floats, which all
 *  products of a value share. */
export function sumSlices(product: Product, emitter: Emitter): Value {
  const sum = new ProductSum(product, emitter);
  const { slices, offsets, planes, markedBytes } = slicedBits(
    product.node.weights,
    product.size,
    emitter.weights,
  );
  for (const each of offsets) addOffsets(sum, each, slices);
  const size = { ...product.size, inFeatures: product.size.inFeatures / slices };
  for (let slice = 0; slice < slices; slice++) {
    const x = sliceOfRows(sum, { slice, slices });
    for (const each of planes) {
      addLookedUpBits(sum, { x, size, lanes: placeSlice(sum, each, { slice, slices }) });
    }
  }
  for (const term of markedBytes) {
    const { slices: parts = 1 } = term.term;
    for (let slice = 0; slice < parts; slice++) addMarkedBytes(sum, term, { slice, slices: parts });
  }
  return sum.finish();
}

function addOffsets(
  sum: ProductSum,
  { name, marks, factors }: SlicedOffsets,
  slices: number,
): void {
  const { outFeatures } = sum.product.size;
  addFactors(sum, {
    totals: rowTotals(sum, slices, marks && { name, marks }),
    count: slices,
    lanes: sum.emitter.weights.place(`${name} in lanes`, () =>
      packFloatLanes(factors(), outFeatures, slices),
    ),
  });
}

/** The columns of a slice, made once for all products of a value. */
function sliceOfRows({ product, emitter, x }: ProductSum, { slice, slices }: SliceOf): Rows {
  if (slices === 1) return x;
  const { space } = product.x;
  const fromFeatures = product.size.inFeatures;
  const columns = fromFeatures / slices;
  return emitter.rowsMadeOf(x, space, `slice ${slice} of ${slices}`, (name) => {
    const out: Rows = { name, space, bytesPerRow: 4 * columns };
    emitter.emit({
      ...{ node: x.name, reads: [x], writes: [out] },
      emit: (tape, at) =>
        tape.copyColumns({
          ...{ from: at.offset(x), to: at.offset(out), rows: at.rows(space), element: "float32" },
          ...{ fromFeatures, fromColumn: slice * columns },
          ...{ toFeatures: columns, toColumn: 0, columns },
        }),
    });
    return out;
  });
}

/** Lays the bits of a slice out, and its scales. */
function placeSlice(
  { product, emitter }: ProductSum,
  { name, count, planes, scales }: SlicedPlanes,
  { slice, slices }: SliceOf,
): TermLanes {
  const { outFeatures: rows, inFeatures } = product.size;
  const columns = inFeatures / slices;
  const sliceOf = (bits: Uint8Array): Uint32Array => {
    const own = new Uint8Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      const from = row * inFeatures + slice * columns;
      own.set(bits.subarray(from, from + columns), row * columns);
    }
    return packUnipolar(own, rows, columns).words;
  };
  const { weights: memory } = emitter;
  const where = `${name}, slice ${slice} of ${slices}`;
  return {
    weights: memory.place(`${where} in table lanes`, () =>
      packTableLanes(multiBitMatrix(planes().map(sliceOf), rows, columns, { bits: count })),
    ),
    code: { offset: 0, weights: Array.from({ length: count }, (_, p) => 2 ** p) },
    columnScales: memory.place(`${where}, scales`, () => {
      const all = scales();
      return Float32Array.from({ length: rows }, (_, row) => all[row * slices + slice]);
    }),
  };
}
