import type { NamedTerm } from "@bnnkit/model";
import type { ProductSum } from "./product-sum.ts";
import { placeSparse, type SliceOf } from "./sparse-operands.ts";

/** Whether a term is bytes where a mask marks weights. */
export function areMarkedBytes({ term: { digit, sparse } }: NamedTerm): boolean {
  return digit === "uint8" && sparse !== undefined && "weights" in sparse;
}

/** Adds bytes where a mask marks weights, those of a slice, one by one. */
export function addMarkedBytes(sum: ProductSum, term: NamedTerm, slice?: SliceOf): void {
  const { product, emitter, x, floats: addend } = sum;
  const { node, size } = product;
  const operands = placeSparse(term, size, emitter.weights, slice);
  const out = sum.part();
  emitter.emit({
    ...{ node: node.name, reads: [x, ...(addend ? [addend] : [])], writes: [out.floats] },
    inPlace: addend ? [addend] : [],
    emit: (tape, at) =>
      tape.sparseGemm({
        ...{ ...size, ...operands, x: at.offset(x), rows: at.rows(out.space) },
        ...{ addend: addend ? at.offset(addend) : 0, out: at.offset(out.floats) },
      }),
  });
  sum.replace(out);
}
