import { isInteger } from "@bnnkit/core";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import { digitSums, scaleSums } from "./digit-sums.ts";
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
  return scaleSums(product, emitter, (sums) => emitPopcounts(product, emitter, sums));
}

function emitPopcounts({ node, x, size }: Product, emitter: Emitter, sums: Rows): void {
  const bits = rowsAs(x, "bits");
  const weights = emitter.weights.signByteLanes(node.weights, size);
  emitter.emit({
    node: node.name,
    reads: [bits],
    writes: [sums],
    emit: (tape, { rows, offset }) =>
      tape.bgemmInt32({
        ...size,
        bits: offset(bits),
        weights,
        rows: rows(sums.space),
        out: offset(sums),
      }),
  });
}

/** Bytes times bytes. */
export function multiplyBytes(product: Product, emitter: Emitter): Value {
  const { node, x, size } = product;
  const codes = rowsAs(x, "codes");
  const weights = emitter.weights.codes(`${node.weights.tensor}.codes`);
  const { intBias } = digitSums(product, emitter.weights);
  return scaleSums(product, emitter, (sums) =>
    emitter.emit({
      node: node.name,
      reads: [codes],
      writes: [sums],
      emit: (tape, { rows, offset }) =>
        tape.gemmInt8Int32({
          ...size,
          codes: offset(codes),
          unsigned: x.type.code[0].digit === "uint8",
          weights,
          bias: intBias,
          rows: rows(sums.space),
          out: offset(sums),
        }),
    }),
  );
}
