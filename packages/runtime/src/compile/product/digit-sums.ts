import { type Code, isInteger, popcount32, type Term } from "@bnnkit/core";
import type { Emitter } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { emitAffine } from "./affine-output.ts";
import { constantDigit } from "./constant-digits.ts";
import type { Product } from "./product.ts";

/** What makes numbers of the sums of digits: `scales[n]·(sums[n] + intBias[n]) + offsets[n]`. */
interface OutputOfSums {
  /** int32 [outFeatures]; 0 where there is none. */
  readonly intBias: number;
  /** float32 [outFeatures]; 0 where all are 1. */
  readonly scales: number;
  /** float32 [outFeatures]; 0 where there are none. */
  readonly offsets: number;
}

/**
 * The constants behind the sums `Σ_k d_k·w_k` of the digits of `x = s·d + o` and `W = r[n]·w`:
 * `s·r[n]·Σ d·w + o·r[n]·Σ w + bias[n]`. A whole o of unscaled digits joins the exact sums.
 */
export function digitSums({ node, x, size }: Product, memory: WeightMemory): OutputOfSums {
  const { name, weights, bias } = node;
  const { scale, offset } = constantOf(x.type.code);
  const joins = offset !== 0 && scale === 1 && Number.isInteger(offset);
  const intBias = joins
    ? memory.place(`${name} sums`, () =>
        Int32Array.from(columnSums(memory, node, size), (sum) => offset * sum),
      )
    : 0;
  const [{ scale: weightScale = 1 }] = weights.code;
  const hasScale = scale !== 1 || weightScale !== 1;
  const rowScale = (): ((n: number) => number) => {
    if (weightScale !== "row") return () => weightScale;
    const { data } = memory.tensor(`${weights.tensor}.scales`, "F32");
    return (n) => data[n];
  };
  const scales = (): Float32Array<ArrayBuffer> => {
    const of = rowScale();
    return Float32Array.from({ length: size.outFeatures }, (_, n) => scale * of(n));
  };
  const offsets = (): Float32Array<ArrayBuffer> => {
    const of = rowScale();
    const added = bias ? memory.tensor(`${name}.bias`, "F32").data : undefined;
    return Float32Array.from(
      columnSums(memory, node, size),
      (sum, n) => offset * of(n) * sum + (added?.[n] ?? 0),
    );
  };
  const hasOffsets = offset !== 0 && !joins;
  return {
    intBias,
    scales: hasScale ? memory.place(`${name} scales`, scales) : 0,
    offsets: hasOffsets
      ? memory.place(`${name} offsets`, offsets)
      : bias
        ? memory.floats(`${name}.bias`)
        : 0,
  };
}

/** The value that sums of digits stand for: themselves where the product is exact, else scaled floats. */
export function scaleSums(
  product: Product,
  emitter: Emitter,
  emitSums: (sums: Rows) => void,
): Value {
  const { node, output } = product;
  if (isInteger(output.code)) {
    const out = emitter.ints(node.name, output);
    emitSums(out.ints);
    return out;
  }
  const sums = emitter.ints(`${node.name} sums`, output).ints;
  emitSums(sums);
  const { scales, offsets } = digitSums(product, emitter.weights);
  const x = { rows: sums, element: "int32" } as const;
  return emitAffine({ name: node.name, output }, emitter, { x, scales, offsets });
}

/** Whether both sides are whole numbers, but multiples of their digits: the sums of these are not yet the product. */
export function areScaledIntegers(x: Code, weights: Code): boolean {
  const scale = constantOf(x).scale * Number(weights[0].scale ?? 1);
  return isInteger(x) && isInteger(weights) && scale !== 1;
}

function constantOf(code: Code): { readonly scale: number; readonly offset: number } {
  const digit = constantDigit(code);
  if (digit !== undefined) return digit;
  throw new RangeError("lowerGraph: a product of digits must have constant scales");
}

/** `Σ_k w[n,k]` of the digits of weights. */
function columnSums(
  memory: WeightMemory,
  { weights }: Product["node"],
  size: Product["size"],
): readonly number[] {
  const { inFeatures, outFeatures } = size;
  const [{ digit }]: readonly [Term, ...Term[]] = weights.code;
  if (digit === "bipolar") {
    const { words, wordsPerRow } = memory.signs(weights, size);
    return Array.from({ length: outFeatures }, (_, n) =>
      words
        .subarray(n * wordsPerRow, (n + 1) * wordsPerRow)
        .reduce((sum, word) => sum - 2 * popcount32(word), inFeatures),
    );
  }
  const { data } = memory.tensor(`${weights.tensor}.codes`, "I8");
  return Array.from({ length: outFeatures }, (_, n) =>
    data.subarray(n * inFeatures, (n + 1) * inFeatures).reduce((sum, code) => sum + code, 0),
  );
}
