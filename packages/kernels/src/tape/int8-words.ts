// The instruction words of int8 codes and their products.
import { bytes, size, words } from "./operand-word.ts";
import type { GemmInt8, QuantizeInt8 } from "./operands.ts";

export function quantizeInt8Words(o: QuantizeInt8): number[] {
  const where = "quantizeInt8";
  return [
    words(where, "x", o.x),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    bytes(where, "codes", o.codes),
    words(where, "rowScales", o.rowScales),
  ];
}

export function gemmInt8Words(o: GemmInt8): number[] {
  const where = "gemmInt8";
  return [
    bytes(where, "codes", o.codes),
    bytes(where, "weights", o.weights),
    words(where, "rowScales", o.rowScales),
    words(where, "columnScales", o.columnScales),
    words(where, "rows", o.rows),
    size(where, "outFeatures", o.outFeatures),
    size(where, "inFeatures", o.inFeatures),
    words(where, "out", o.out),
  ];
}
