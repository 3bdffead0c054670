import { type Emitter, rowsAs } from "../emitter.ts";
import type { Addresses, Value } from "../value.ts";
import { placeBytes } from "./byte-codes.ts";
import { emitFloatProduct } from "./float-product.ts";
import type { Product } from "./product.ts";

/** Bits with a scale for each row on both sides: exact integer dots, scaled per row and per column. */
export function multiplyScaledBits(product: Product, emitter: Emitter): Value {
  const { node, x, size } = product;
  const [bits, rowScales] = [rowsAs(x, "bits"), rowsAs(x, "rowScales")];
  const weights = emitter.weights.signByteLanes(node.weights, size);
  const operands = ({ rows, offset }: Addresses) => {
    return { ...size, weights, bits: offset(bits), rows: rows(x.space) };
  };
  return emitFloatProduct(product, emitter, {
    ...{ reads: [bits], rowScales },
    columnScales: emitter.weights.floats(`${node.weights.tensor}.scales`),
    emitFloats: (tape, at, output) => tape.bgemm({ ...operands(at), ...output }),
    emitCodes: (tape, at, output) => tape.bgemmInt8({ ...operands(at), ...output }),
  });
}

/** int8 with a scale for each row times whole numbers of a byte, which may have one, too: exact integer dots, scaled per row and
 *  per column. */
export function multiplyScaledCodes(product: Product, emitter: Emitter): Value {
  const { node, x, size } = product;
  const [codes, rowScales] = [rowsAs(x, "codes"), rowsAs(x, "rowScales")];
  const { codes: weights, scales } = placeBytes(node.weights, size, emitter.weights);
  const operands = ({ rows, offset }: Addresses) => {
    return { ...size, weights, codes: offset(codes), rows: rows(x.space) };
  };
  return emitFloatProduct(product, emitter, {
    ...{ reads: [codes], rowScales },
    columnScales: scales,
    emitFloats: (tape, at, output) => tape.gemmInt8({ ...operands(at), ...output }),
    emitCodes: (tape, at, output) => tape.gemmInt8Int8({ ...operands(at), ...output }),
  });
}
