import type { Code } from "@bnnkit/core";
import { packFloatLanes } from "@bnnkit/kernels";
import { type NamedTerm, namedTerms } from "@bnnkit/model";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../value.ts";
import { addLookedUpBits } from "./looked-up-bits.ts";
import { addMarkedBytes, areMarkedBytes } from "./marked-bytes.ts";
import type { Product } from "./product.ts";
import { ProductSum } from "./product-sum.ts";
import { addFactors, rowTotals } from "./row-totals.ts";
import { areBitsOfRows, placeLanes, productGroups } from "./term-lanes.ts";

/** Whether weights are sums of bits with scales of their rows, and of bytes where few are marked, so that they need not become floats. */
export function areTermSums(weights: Code): boolean {
  const terms = namedTerms({ tensor: "", code: weights });
  const hasScales = weights.some(({ scale, offset }) => scale === "row" || offset === "row");
  return (
    hasScales &&
    terms.some(areBitsOfRows) &&
    terms.every((t) => isOfBits(t) || (areMarkedBytes(t) && (t.term.slices ?? 1) === 1))
  );
}

/** Whether a term is bits of rows with an offset everywhere: that of a ternary digit is not where it is 0. */
function isOfBits(named: NamedTerm): boolean {
  const { digit, offset = 0 } = named.term;
  return areBitsOfRows(named) && !(digit === "ternary" && offset !== 0);
}

/** Floats times a sum of terms: of bits by tables of the floats, which all products of a value share; of offsets by the sum of a row; of
 *  marked bytes one by one. */
export function sumTerms(product: Product, emitter: Emitter): Value {
  const terms = namedTerms(product.node.weights);
  const groups = productGroups(terms.filter(areBitsOfRows), emitter.weights);
  const sum = new ProductSum(product, emitter);
  const offsets = terms.filter((t) => areBitsOfRows(t) && (t.term.offset ?? 0) !== 0);
  for (const term of offsets) addOffsets(sum, term);
  for (const group of groups) {
    const lanes = placeLanes(group, product.size, emitter.weights);
    addLookedUpBits(sum, { x: sum.x, size: product.size, lanes });
  }
  for (const term of terms.filter(areMarkedBytes)) addMarkedBytes(sum, term);
  return sum.finish();
}

/** `offset[n]·Σ x` */
function addOffsets(sum: ProductSum, { prefix, term: { offset = 0 } }: NamedTerm): void {
  const { outFeatures } = sum.product.size;
  const { weights: memory } = sum.emitter;
  const lanes = memory.place(`${prefix}.offsets in lanes`, () =>
    packFloatLanes(
      offset === "row"
        ? memory.tensor(`${prefix}.offsets`, "F32").data
        : new Float32Array(outFeatures).fill(offset),
      outFeatures,
      1,
    ),
  );
  addFactors(sum, { totals: rowTotals(sum, 1), count: 1, lanes });
}
