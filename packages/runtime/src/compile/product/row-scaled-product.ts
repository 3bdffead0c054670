import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";
import { emitFloatProduct } from "./float-product.ts";
import type { Product } from "./product.ts";

/** Bits with a scale for each row on both sides: exact integer dots, scaled per row and per column. */
export function multiplyScaledBits(product: Product, emitter: Emitter): FloatValue {
  const { node, x, size } = product;
  const [bits, rowScales] = [rowsAs(x, "bits"), rowsAs(x, "rowScales")];
  const weights = emitter.weights.signByteLanes(node.weights, size);
  const columnScales = emitter.weights.floats(`${node.weights.tensor}.scales`);
  return emitFloatProduct(product, emitter, {
    reads: [bits, rowScales],
    emit: (tape, { offset }, shared) =>
      tape.bgemm({
        ...shared,
        bits: offset(bits),
        rowScales: offset(rowScales),
        weights,
        columnScales,
      }),
  });
}

/** int8 with a scale for each row on both sides: exact integer dots, scaled per row and per column. */
export function multiplyScaledCodes(
  { node, output, x, size }: Product,
  emitter: Emitter,
): FloatValue {
  const [codes, rowScales] = [rowsAs(x, "codes"), rowsAs(x, "rowScales")];
  const weights = emitter.weights.codes(`${node.weights.tensor}.codes`);
  const columnScales = emitter.weights.floats(`${node.weights.tensor}.scales`);
  const out = emitter.floats(node.name, output);
  emitter.emit({
    node: node.name,
    reads: [codes, rowScales],
    writes: [out.floats],
    emit: (tape, { rows, offset }) =>
      tape.gemmInt8({
        ...size,
        codes: offset(codes),
        weights,
        rowScales: offset(rowScales),
        columnScales,
        rows: rows(out.space),
        out: offset(out.floats),
      }),
  });
  return out;
}
