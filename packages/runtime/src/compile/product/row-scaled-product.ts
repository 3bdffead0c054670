import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";
import { emitFloatProduct } from "./float-product.ts";
import type { Product } from "./product.ts";

/** Bits with a scale for each row on both sides: exact integer dots, scaled per row and per column. */
export function multiplyScaledBits(product: Product, emitter: Emitter): FloatValue {
  const { node, x, size } = product;
  const [bits, rowScales] = [rowsAs(x, "bits"), rowsAs(x, "rowScales")];
  const weights = emitter.weights.signByteLanes(node.weights, size);
  return emitFloatProduct(product, emitter, {
    ...{ reads: [bits], rowScales },
    columnScales: emitter.weights.floats(`${node.weights.tensor}.scales`),
    emit: (tape, { offset }, shared) => tape.bgemm({ ...shared, bits: offset(bits), weights }),
  });
}

/** int8 with a scale for each row on both sides: exact integer dots, scaled per row and per column. */
export function multiplyScaledCodes(product: Product, emitter: Emitter): FloatValue {
  const { node, x } = product;
  const [codes, rowScales] = [rowsAs(x, "codes"), rowsAs(x, "rowScales")];
  const weights = emitter.weights.codes(`${node.weights.tensor}.codes`);
  return emitFloatProduct(product, emitter, {
    ...{ reads: [codes], rowScales },
    columnScales: emitter.weights.floats(`${node.weights.tensor}.scales`),
    emit: (tape, { offset }, shared) => tape.gemmInt8({ ...shared, codes: offset(codes), weights }),
  });
}
