import { float32TableBytes } from "@bnnkit/kernels";
import { namedTerms } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import { planesOf } from "./bit-codes.ts";
import { emitFloatProduct } from "./float-product.ts";
import type { Product } from "./product.ts";
import { placeLanes } from "./term-lanes.ts";

/** Outputs of a row from which on its tables cost less than they save: for 512 inputs they take as long as 125 outputs save. */
const fewestOutputs = 128;

/** Whether tables of floats are the fastest way to a product with bits: where many outputs share them. With the two planes of ternary
 *  digits they are slower than decoded weights. */
export function paysForTables({ size: { outFeatures }, node: { weights } }: Product): boolean {
  return outFeatures >= fewestOutputs && planesOf(weights.code) === 1;
}

/** Floats times bits with one scale for each row or for all, by tables of the floats, which all products of a value share. */
export function multiplyFloatsByBits(product: Product, emitter: Emitter): Value {
  const { node, x, size } = product;
  const { columnScales, ...lanes } = placeLanes(namedTerms(node.weights), size, emitter.weights);
  const tables = floatTables(rowsAs(x, "floats"), product, emitter);
  const { scale = 1 } = node.weights.code[0];
  return emitFloatProduct(product, emitter, {
    reads: [tables],
    columnScales: scale === 1 ? 0 : columnScales,
    emitFloats: (tape, at, output) =>
      tape.tableGemmFloat32({
        ...{ ...size, ...lanes, ...output },
        ...{ tables: at.offset(tables), rows: at.rows(x.space) },
      }),
  });
}

/** Tables of float rows, made once for all products that read them as rows of that length. */
export function floatTables(floats: Rows, { x: { space }, size }: Product, emitter: Emitter): Rows {
  const { inFeatures: features } = size;
  return emitter.rowsMadeOf(floats, space, "tables", (name) => {
    const tables: Rows = { name, space, bytesPerRow: float32TableBytes(features) };
    emitter.emit({
      ...{ node: floats.name, reads: [floats], writes: [tables] },
      emit: (tape, { rows, offset }) =>
        tape.tabulateFloat32({
          ...{ x: offset(floats), rows: rows(space), features, tables: offset(tables) },
        }),
    });
    return tables;
  });
}
