// The instruction words of signs to bits.
import { bytes, float, optional, optionalBytes, size, slice, words } from "./operand-word.ts";
import type { LayerNorm, SignPackShift, SignPackTokenMaximum } from "./operands.ts";
import type {
  LayerNormSignPackShift,
  LayerNormSignPackTokenMaximum,
  SignPackInt8,
} from "./sign-pack-operands.ts";

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

export function signPackInt8Words(o: SignPackInt8): number[] {
  const where = "signPackInt8";
  return [
    bytes(where, "x", o.x),
    optionalBytes(where, "thresholds", o.thresholds),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    words(where, "bits", o.bits),
  ];
}

export function layerNormSignPackTokenMaximumWords(o: LayerNormSignPackTokenMaximum): number[] {
  const where = "layerNormSignPackTokenMaximum";
  return [...normWords(where, o), words(where, "rowScales", o.rowScales)];
}

export function layerNormSignPackShiftWords(o: LayerNormSignPackShift): number[] {
  const where = "layerNormSignPackShift";
  return [...normWords(where, o), optional(where, "shift", o.shift)];
}

function normWords(
  where: string,
  o: Omit<LayerNorm, "addend" | "out"> & { readonly bits: number },
): number[] {
  const groups = size(where, "groups", o.groups ?? 1);
  return [
    words(where, "x", o.x),
    words(where, "rows", o.rows),
    groups,
    slice(where, o.features, groups),
    words(where, "gamma", o.gamma),
    words(where, "beta", o.beta),
    float(where, "epsilon", o.epsilon),
    words(where, "bits", o.bits),
  ];
}
