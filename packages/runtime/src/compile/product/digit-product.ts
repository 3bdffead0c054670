import { isInteger } from "@bnnkit/core";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Addresses, Value } from "../value.ts";
import { emitAffine } from "./affine-output.ts";
import { weightsAsBytes } from "./byte-codes.ts";
import { digitConstants, emitSums, wholeOffsets } from "./digit-sums.ts";
import type { Product } from "./product.ts";
import { emitSigns } from "./sign-behind.ts";

/** Bits times bits: popcounts; with the sign that alone reads them in the same pass. */
export function multiplyBits(product: Product, emitter: Emitter): Value {
  const { node, x, size } = product;
  const bits = rowsAs(x, "bits");
  const weights = emitter.weights.signByteLanes(node.weights, size);
  const operands = ({ rows, offset }: Addresses) => {
    return { ...size, weights, bits: offset(bits), rows: rows(x.space) };
  };
  const signs = emitSigns(product, emitter, {
    ...{ reads: [bits], popcountsOf: size.inFeatures },
    emit: (tape, at, output) => tape.bgemmSign({ ...operands(at), ...output }),
  });
  if (signs !== undefined) return signs;
  return emitSums(product, emitter, digitConstants(product, emitter.weights), {
    ...{ reads: [bits], largest: size.inFeatures },
    emitInts: (tape, at, out) => tape.bgemmInt32({ ...operands(at), out }),
    emitFloats: (tape, at, output) => tape.bgemm({ ...operands(at), ...output }),
    emitCodes: (tape, at, output) => tape.bgemmInt8({ ...operands(at), ...output }),
  });
}

/** The largest magnitude of a product of two bytes. */
const largestProduct = 255 * 128;

/** Bytes times weights that bytes hold; with the sign that alone reads them in the same pass. */
export function multiplyBytes(product: Product, emitter: Emitter): Value {
  const { node, size } = product;
  const weights = weightsAsBytes(node.weights, size, emitter.weights);
  return multiplyByBytes({ ...product, node: { ...node, weights } }, emitter);
}

function multiplyByBytes(product: Product, emitter: Emitter): Value {
  const codes = rowsAs(product.x, "codes");
  const operands = bytesOperands(product, emitter);
  const offsets = wholeOffsets(product, emitter.weights);
  const signs = emitSigns(product, emitter, {
    ...{ reads: [codes], ...(offsets !== undefined && { offsets }) },
    emit: (tape, at, output) => tape.gemmInt8Sign({ ...operands(at), ...output }),
  });
  if (signs !== undefined) return signs;
  if (offsets !== undefined) return multiplyMovedBytes(product, emitter, offsets);
  return emitSums(product, emitter, digitConstants(product, emitter.weights), {
    ...{ reads: [codes], largest: largestProduct * product.size.inFeatures },
    emitInts: (tape, at, out) => tape.gemmInt8Int32({ ...operands(at), out }),
    emitFloats: (tape, at, output) => tape.gemmInt8({ ...operands(at), ...output }),
    emitCodes: (tape, at, output) => tape.gemmInt8Int8({ ...operands(at), ...output }),
  });
}

/** Of bytes with a whole offset the sums with it are exact. */
function multiplyMovedBytes(
  product: Product,
  emitter: Emitter,
  offsets: Int32Array<ArrayBuffer>,
): Value {
  const { node, output, x } = product;
  const codes = rowsAs(x, "codes");
  const operands = bytesOperands(product, emitter);
  const bias = emitter.weights.place(`${node.name} sums`, () => offsets);
  const isExact = isInteger(output.code);
  const sums = emitter.ints(isExact ? node.name : `${node.name} sums`, output);
  emitter.emit({
    node: node.name,
    reads: [codes],
    writes: [sums.ints],
    emit: (tape, at) => tape.gemmInt8Int32({ ...operands(at), bias, out: at.offset(sums.ints) }),
  });
  if (isExact) return sums;
  const own = digitConstants(product, emitter.weights, { withoutOffset: true });
  return emitAffine(
    { name: node.name, output },
    emitter,
    { rows: sums.ints, element: "int32" },
    own,
  );
}

function bytesOperands({ node, x, size }: Product, { weights: memory }: Emitter) {
  const codes = rowsAs(x, "codes");
  const weights = memory.codes(`${node.weights.tensor}.codes`);
  const unsigned = x.type.code[0].digit === "uint8";
  return ({ rows, offset }: Addresses) => {
    return { ...size, weights, unsigned, codes: offset(codes), rows: rows(x.space) };
  };
}
