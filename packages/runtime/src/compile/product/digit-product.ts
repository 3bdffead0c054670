import { isInteger } from "@bnnkit/core";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Value } from "../value.ts";
import { emitAffine } from "./affine-output.ts";
import { digitConstants, emitSums, wholeOffsets } from "./digit-sums.ts";
import type { Product } from "./product.ts";
import { signBehind, signThresholds } from "./sign-behind.ts";

/** Bits times bits: popcounts; with the sign that alone reads them in the same pass. */
export function multiplyBits(product: Product, emitter: Emitter): Value {
  const { node, output, x, size } = product;
  const sign = isInteger(output.code) ? signBehind(node.name, emitter) : undefined;
  if (sign !== undefined && sign.pool === undefined) {
    const bits = rowsAs(x, "bits");
    const weights = emitter.weights.signByteLanes(node.weights, size);
    const folded = signThresholds(sign.threshold, emitter.weights, {
      popcountsOf: size.inFeatures,
    });
    const out = sign.newBits(emitter);
    emitter.emit({
      node: sign.threshold.node.name,
      reads: [bits],
      writes: [out.bits],
      emit: (tape, { rows, offset }) =>
        tape.bgemmSign({
          ...size,
          ...folded,
          bits: offset(bits),
          weights,
          rows: rows(out.space),
          out: offset(out.bits),
        }),
    });
    emitter.define(sign.threshold.node.name, out);
    return out;
  }
  return countBits(product, emitter);
}

function countBits(product: Product, emitter: Emitter): Value {
  const { node, x, size } = product;
  const bits = rowsAs(x, "bits");
  const weights = emitter.weights.signByteLanes(node.weights, size);
  const operands = { ...size, weights };
  const { space } = x;
  return emitSums(product, emitter, digitConstants(product, emitter.weights), {
    reads: [bits],
    emitInts: (tape, { rows, offset }, out) =>
      tape.bgemmInt32({ ...operands, bits: offset(bits), rows: rows(space), out }),
    emitFloats: (tape, { rows, offset }, output) =>
      tape.bgemm({ ...operands, ...output, bits: offset(bits), rows: rows(space) }),
  });
}

/** Bytes times bytes. */
export function multiplyBytes(product: Product, emitter: Emitter): Value {
  const { x } = product;
  const bias = wholeOffsets(product, emitter.weights);
  if (bias !== 0) return multiplyMovedBytes(product, emitter, bias);
  const codes = rowsAs(x, "codes");
  const operands = bytesOperands(product, emitter);
  const { space } = x;
  return emitSums(product, emitter, digitConstants(product, emitter.weights), {
    reads: [codes],
    emitInts: (tape, { rows, offset }, out) =>
      tape.gemmInt8Int32({ ...operands, codes: offset(codes), rows: rows(space), out }),
    emitFloats: (tape, { rows, offset }, output) =>
      tape.gemmInt8({ ...operands, ...output, codes: offset(codes), rows: rows(space) }),
  });
}

/** Of bytes with a whole offset the sums with it are exact. */
function multiplyMovedBytes(product: Product, emitter: Emitter, bias: number): Value {
  const { node, output, x } = product;
  const codes = rowsAs(x, "codes");
  const operands = { ...bytesOperands(product, emitter), bias };
  const isExact = isInteger(output.code);
  const sums = emitter.ints(isExact ? node.name : `${node.name} sums`, output);
  emitter.emit({
    node: node.name,
    reads: [codes],
    writes: [sums.ints],
    emit: (tape, { rows, offset }) =>
      tape.gemmInt8Int32({
        ...operands,
        codes: offset(codes),
        rows: rows(sums.space),
        out: offset(sums.ints),
      }),
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

function bytesOperands({ node, x, size }: Product, { weights }: Emitter) {
  return {
    ...size,
    weights: weights.codes(`${node.weights.tensor}.codes`),
    unsigned: x.type.code[0].digit === "uint8",
  };
}
