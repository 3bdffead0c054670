import {
  bipolarMatrix,
  type Term,
  ternaryMatrix,
  unipolarMatrix,
  unpackBipolar,
  unpackTernary,
  unpackUnipolar,
} from "@bnnkit/core";
import { type NamedTerm, namedTerms, storedSize, type Weights } from "@bnnkit/model";
import type { MatrixSize, WeightMemory } from "../weight-memory.ts";

/** The numbers of weights, whatever their code: `Σ offset + scale·digit`, added in float64 and rounded once. */
export function decodedWeights(
  weights: Weights,
  size: MatrixSize,
  memory: WeightMemory,
): Float32Array<ArrayBuffer> {
  const { outFeatures, inFeatures } = size;
  const sums = new Float64Array(outFeatures * inFeatures);
  for (const named of namedTerms(weights)) {
    const { digit, scale = 1, offset = 0, slices = 1 } = named.term;
    const digits = placedDigits(named, size, memory);
    if (typeof scale === "number" && typeof offset === "number" && isEverywhere(named.term)) {
      addDigits(sums, digits, { scale, offset });
      continue;
    }
    const [scales, offsets] = [
      scale === "row" ? memory.tensor(`${named.prefix}.scales`, "F32").data : undefined,
      offset === "row" ? memory.tensor(`${named.prefix}.offsets`, "F32").data : undefined,
    ];
    const sliceLength = inFeatures / slices;
    for (let i = 0; i < sums.length; i++) {
      if (Number.isNaN(digits[i]) || (digit === "ternary" && digits[i] === 0)) continue;
      const slice = Math.floor(i / sliceLength);
      const s = scales?.[slice] ?? Number(scale);
      sums[i] += (offsets?.[slice] ?? Number(offset)) + s * digits[i];
    }
  }
  return Float32Array.from(sums);
}

function addDigits(
  sums: Float64Array,
  digits: ArrayLike<number>,
  { scale, offset }: { readonly scale: number; readonly offset: number },
): void {
  for (let i = 0; i < sums.length; i++) sums[i] += offset + scale * digits[i];
}

/** Whether a term adds to each number: the most common kind, and the fastest to add. */
function isEverywhere({ digit, sparse }: Term): boolean {
  return digit !== "ternary" && sparse === undefined;
}

/** The digits of a term at their places, NaN where a sparse one has none. */
export function placedDigits(
  named: NamedTerm,
  { outFeatures: rows, inFeatures: columns }: MatrixSize,
  memory: WeightMemory,
): ArrayLike<number> {
  const { prefix, term } = named;
  const stored = storedSize(term, rows, columns);
  const size = { outFeatures: stored.rows, inFeatures: stored.columns };
  const all = digitsOf(named, size, memory);
  if (term.sparse === undefined) return all;
  const ofRows = "columns" in term.sparse ? 1 : rows;
  const words = memory.tensor(`${prefix}.marks`, "U32").data;
  const marks = unpackUnipolar(unipolarMatrix(words, ofRows, columns));
  let next = 0;
  return Float64Array.from({ length: rows * columns }, (_, i) =>
    marks[i % marks.length] === 0 ? Number.NaN : all[next++],
  );
}

function digitsOf(
  { prefix, term: { digit, exponents = [0, 0] } }: NamedTerm,
  { outFeatures: rows, inFeatures: columns }: MatrixSize,
  memory: WeightMemory,
): ArrayLike<number> {
  const words = (part: string) => memory.tensor(`${prefix}.${part}`, "U32").data;
  switch (digit) {
    case "bipolar":
      return unpackBipolar(bipolarMatrix(words("bits"), rows, columns));
    case "unipolar":
      return unpackUnipolar(unipolarMatrix(words("bits"), rows, columns));
    case "ternary": {
      const mask = words("mask");
      const sign = words("sign").map((word, i) => word & mask[i]);
      return unpackTernary(ternaryMatrix(mask, sign, rows, columns));
    }
    case "int8":
      return memory.tensor(`${prefix}.codes`, "I8").data;
    case "uint8":
      return memory.tensor(`${prefix}.codes`, "U8").data;
    case "power":
      return Float64Array.from(memory.tensor(`${prefix}.codes`, "U8").data, (byte) =>
        powerOf(byte, exponents[0]),
      );
    case "int32":
      return memory.tensor(`${prefix}.weights`, "I32").data;
    case "float32":
      return memory.tensor(`${prefix}.weights`, "F32").data;
    default:
      return digit satisfies never;
  }
}

/** 0, or ±2^e, as `Weights` of the model has its bytes. */
function powerOf(byte: number, least: number): number {
  if (byte === 0) return 0;
  return (byte & 128 ? -1 : 1) * 2 ** ((byte & 127) - 1 + least);
}
