import type { Rows } from "../value.ts";
import type { MatrixSize } from "../weight-memory.ts";
import { floatTables } from "./float-tables.ts";
import type { ProductSum } from "./product-sum.ts";
import type { TermLanes } from "./term-lanes.ts";

/** Adds the product of float rows and bits, by tables of the floats, which all products of them share.
 *  @param x  as long as a row of the bits: the left side, or a slice of it */
export function addLookedUpBits(
  sum: ProductSum,
  { x, size, lanes }: { readonly x: Rows; readonly size: MatrixSize; readonly lanes: TermLanes },
): void {
  const { product, emitter, bias } = sum;
  const tables = floatTables(x, { ...product, size }, emitter);
  const out = sum.part();
  emitter.emit({
    ...{ node: product.node.name, reads: [tables], writes: [out.floats] },
    emit: (tape, at) =>
      tape.tableGemmFloat32({
        ...{ ...size, ...lanes, tables: at.offset(tables), rows: at.rows(out.space) },
        ...{ bias, out: at.offset(out.floats) },
      }),
  });
  sum.add(out);
}
