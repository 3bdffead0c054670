import { packFloatLanes } from "@bnnkit/kernels";
import type { Rows } from "../value.ts";
import type { ProductSum } from "./product-sum.ts";

/** The sums of equal parts of the left side's rows, float32 [rows, count]; all products of a value share them.
 *  @param marked  which columns are added, by a name for them; default all. */
export function rowTotals(
  { product, emitter, x }: ProductSum,
  count: number,
  marked?: { readonly name: string; readonly marks: () => ArrayLike<number> },
): Rows {
  const { inFeatures } = product.size;
  const { space } = product.x;
  const of = marked === undefined ? "" : ` of ${marked.name}`;
  return emitter.rowsMadeOf(x, space, `${count} totals${of}`, (name) => {
    const totals: Rows = { name, space, bytesPerRow: 4 * count };
    const ones = emitter.weights.place(`${inFeatures} ones in ${count} parts${of}`, () => {
      const marks = marked?.marks();
      const matrix = new Float32Array(count * inFeatures);
      for (let k = 0; k < inFeatures; k++) {
        matrix[Math.floor((k * count) / inFeatures) * inFeatures + k] = marks?.[k] ?? 1;
      }
      return packFloatLanes(matrix, count, inFeatures);
    });
    emitter.emit({
      ...{ node: x.name, reads: [x], writes: [totals] },
      emit: (tape, at) =>
        tape.gemmFloat32({
          ...{ x: at.offset(x), weights: ones, rows: at.rows(space) },
          ...{ outFeatures: count, inFeatures, out: at.offset(totals) },
        }),
    });
    return totals;
  });
}

/** Adds `Σ_k factor[n, k]·total[k]`.
 *  @param lanes  float lanes of the factors, [outFeatures, count] */
export function addFactors(
  sum: ProductSum,
  {
    totals,
    count,
    lanes,
  }: { readonly totals: Rows; readonly count: number; readonly lanes: number },
): void {
  const { product, emitter, bias } = sum;
  const out = sum.part();
  emitter.emit({
    ...{ node: product.node.name, reads: [totals], writes: [out.floats] },
    emit: (tape, at) =>
      tape.gemmFloat32({
        ...{ x: at.offset(totals), weights: lanes, rows: at.rows(out.space) },
        ...{ outFeatures: product.size.outFeatures, inFeatures: count, bias },
        out: at.offset(out.floats),
      }),
  });
  sum.add(out);
}
