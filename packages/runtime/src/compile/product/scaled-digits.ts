import type { Code } from "@bnnkit/core";
import { int8TableBytes } from "@bnnkit/kernels";
import { namedTerms } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import { emitFloatProduct } from "./float-product.ts";
import type { Product } from "./product.ts";
import { areBitsOfRows, placeLanes } from "./term-lanes.ts";

/** Whether weights are bits with one scale for each row or for all, without an offset. */
export function areScaledBits(weights: Code): boolean {
  const [term, ...others] = namedTerms({ tensor: "", code: weights });
  return others.length === 0 && areBitsOfRows(term) && (term.term.offset ?? 0) === 0;
}

/** int8 with a scale for each row times bits with one, by tables of the bytes, which all products of a value share: exact integer
 *  dots, scaled per row and per column. */
export function multiplyCodesByBits(product: Product, emitter: Emitter): Value {
  const { node, x, size } = product;
  const [codes, rowScales] = [rowsAs(x, "codes"), rowsAs(x, "rowScales")];
  const { columnScales, ...lanes } = placeLanes(namedTerms(node.weights), size, emitter.weights);
  const tables = byteTables(codes, size.inFeatures, emitter);
  return emitFloatProduct(product, emitter, {
    ...{ reads: [tables], rowScales, columnScales },
    emitFloats: (tape, at, output) =>
      tape.tableGemm({
        ...{ ...size, ...lanes, ...output },
        ...{ tables: at.offset(tables), rows: at.rows(x.space) },
      }),
  });
}

function byteTables(codes: Rows, features: number, emitter: Emitter): Rows {
  const known = emitter.tables.get(codes);
  if (known !== undefined) return known;
  const { name, space } = codes;
  const tables: Rows = { name: `${name} tables`, space, bytesPerRow: int8TableBytes(features) };
  emitter.tables.set(codes, tables);
  emitter.emit({
    ...{ node: name, reads: [codes], writes: [tables] },
    emit: (tape, at) =>
      tape.tabulateInt8({
        ...{ codes: at.offset(codes), rows: at.rows(space), features, tables: at.offset(tables) },
      }),
  });
  return tables;
}
