import { int8TableBytes } from "@bnnkit/kernels";
import { namedTerms } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import { emitFloatProduct } from "./float-product.ts";
import type { Product } from "./product.ts";
import { placeLanes } from "./term-lanes.ts";

/** int8 with a scale for each row times bits with one, by tables of the bytes, which all products of a value share: exact integer
 *  dots, scaled per row and per column. */
export function multiplyCodesByBits(product: Product, emitter: Emitter): Value {
  const { node, x, size } = product;
  const [codes, rowScales] = [rowsAs(x, "codes"), rowsAs(x, "rowScales")];
  const { columnScales, ...lanes } = placeLanes(namedTerms(node.weights), size, emitter.weights);
  const tables = byteTables(codes, product, emitter);
  return emitFloatProduct(product, emitter, {
    ...{ reads: [tables], rowScales, columnScales },
    emitFloats: (tape, at, output) =>
      tape.tableGemm({
        ...{ ...size, ...lanes, ...output },
        ...{ tables: at.offset(tables), rows: at.rows(x.space) },
      }),
  });
}

/** Tables of rows of bytes, made once for all products that read them as rows of that length. */
function byteTables(codes: Rows, { x: { space }, size }: Product, emitter: Emitter): Rows {
  const { inFeatures: features } = size;
  return emitter.rowsMadeOf(codes, space, "tables", (name) => {
    const tables: Rows = { name, space, bytesPerRow: int8TableBytes(features) };
    emitter.emit({
      ...{ node: codes.name, reads: [codes], writes: [tables] },
      emit: (tape, { rows, offset }) =>
        tape.tabulateInt8({
          ...{ codes: offset(codes), rows: rows(space), features, tables: offset(tables) },
        }),
    });
    return tables;
  });
}
