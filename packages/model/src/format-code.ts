import type { Code, Sparse, Term } from "@bnnkit/core";

/** A code in a few characters, equal for equal codes: `float32`, `row·bipolar`, `unipolar + 2·unipolar`. */
export function formatCode(code: Code): string {
  return code.map(formatTerm).join(" + ");
}

function formatTerm({ digit, scale = 1, offset = 0, slices = 1, exponents, sparse }: Term): string {
  const digits = exponents === undefined ? digit : `${digit}(${exponents.join(" … ")})`;
  return [
    ...(offset === 0 ? [] : [`${offset} + `]),
    ...(scale === 1 ? [] : [`${scale}·`]),
    digits,
    ...(slices === 1 ? [] : [` in ${slices} slices`]),
    ...(sparse === undefined ? [] : [` at ${formatSparse(sparse)}`]),
  ].join("");
}

function formatSparse(sparse: Sparse): string {
  return "columns" in sparse ? `${sparse.columns} columns` : `${sparse.weights} weights`;
}
