// The instruction words of signs to bits.
import { optional, size, words } from "./operand-word.ts";
import type { SignPackShift, SignPackTokenMaximum } from "./operands.ts";

export function signPackTokenMaximumWords(o: SignPackTokenMaximum): number[] {
  const where = "signPackTokenMaximum";
  return [
    words(where, "x", o.x),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    words(where, "bits", o.bits),
    words(where, "rowScales", o.rowScales),
  ];
}

export function signPackShiftWords(o: SignPackShift): number[] {
  const where = "signPackShift";
  return [
    words(where, "x", o.x),
    optional(where, "shift", o.shift),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    words(where, "bits", o.bits),
  ];
}
