// The instruction words of what works row by row.
import { float, optional, size, slice, words } from "./operand-word.ts";
import type { Add, Binarize, CopyRows, LayerNorm, Relu } from "./operands.ts";

export function layerNormWords(o: LayerNorm): number[] {
  const where = "layerNorm";
  const groups = size(where, "groups", o.groups ?? 1);
  return [
    words(where, "x", o.x),
    words(where, "rows", o.rows),
    groups,
    slice(where, o.features, groups),
    words(where, "gamma", o.gamma),
    words(where, "beta", o.beta),
    float(where, "epsilon", o.epsilon),
    optional(where, "addend", o.addend),
    words(where, "out", o.out),
  ];
}

export function reluWords(o: Relu): number[] {
  const where = "relu";
  return [
    words(where, "x", o.x),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    words(where, "out", o.out),
  ];
}

export function addWords(o: Add): number[] {
  const where = "add";
  return [
    words(where, "a", o.a),
    words(where, "b", o.b),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    words(where, "out", o.out),
  ];
}

export function binarizeWords(o: Binarize): number[] {
  const where = "binarize";
  const groups = size(where, "groups", o.groups ?? 1);
  return [
    words(where, "x", o.x),
    words(where, "rows", o.rows),
    groups,
    slice(where, o.features, groups),
    words(where, "out", o.out),
  ];
}

export function copyRowsWords(o: CopyRows): number[] {
  const where = "copyRows";
  return [
    words(where, "from", o.from),
    words(where, "to", o.to),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    words(where, "toRow", o.toRow),
  ];
}
