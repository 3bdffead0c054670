import { wordsPerRow } from "@bnnkit/core";
import { type Cell, type Offset, size, words } from "./operand.ts";

/** What products of floats with rows of bits read. */
export interface PackedWeightProduct {
  /** float32 [rows, inFeatures] */
  readonly x: Offset;
  readonly weights: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** x, weights, rows, outFeatures, inFeatures, wordsPerRow */
export function packedWeightWords(where: string, o: PackedWeightProduct): number[] {
  return [
    words(where, "x", o.x),
    words(where, "weights", o.weights),
    words(where, "rows", o.rows),
    size(where, "outFeatures", o.outFeatures),
    size(where, "inFeatures", o.inFeatures),
    wordsPerRow(o.inFeatures),
  ];
}
