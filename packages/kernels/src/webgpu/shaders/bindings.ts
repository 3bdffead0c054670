/** The words of the uniform that describes a call, in order, each a u32. `words` are the slots of a whole row; strides
 *  are words from row to row; `slices` are the groups of a convolution, of `columns` columns each. */
export const callFields = [
  "rows",
  "columns",
  "slices",
  "features",
  "words",
  "strideA",
  "strideB",
  "isScaled",
  "hasRowScales",
  "hasRelu",
  "height",
  "width",
  "outHeight",
  "outWidth",
  "kernelHeight",
  "kernelWidth",
  "strideY",
  "strideX",
  "dilationY",
  "dilationX",
  "padTop",
  "padLeft",
  "wordsPerTap",
  "channels",
  "padsWithZero",
  "isFloat",
] as const;

/** A call's uniform by name; what is left out is 0. */
export type Call = Partial<Record<(typeof callFields)[number], number>>;

/** Bytes of the uniform. */
export const CALL_BYTES: number = 4 * callFields.length;

/** Bindings of every shader. A shader may use fewer. */
export const bindings = {
  call: 0,
  a: 1,
  b: 2,
  columns: 3,
  rowScales: 4,
  negatives: 5,
  out: 6,
} as const;

/** WGSL of the bindings. `columns` holds scale, bias and slope; `out` int32 or float32 by their bits. */
export const bindingsWgsl: string = `
struct Call { ${callFields.map((field) => `${field}: u32`).join(", ")} }
@group(0) @binding(${bindings.call}) var<uniform> call: Call;
@group(0) @binding(${bindings.a}) var<storage, read> a: array<u32>;
@group(0) @binding(${bindings.b}) var<storage, read> b: array<u32>;
@group(0) @binding(${bindings.columns}) var<storage, read> columns: array<vec4<f32>>;
@group(0) @binding(${bindings.rowScales}) var<storage, read> rowScales: array<f32>;
@group(0) @binding(${bindings.negatives}) var<storage, read> negatives: array<u32>;
@group(0) @binding(${bindings.out}) var<storage, read_write> out: array<u32>;
`;

/** The uniform's bytes. */
export function callWords(call: Call): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(callFields, (field) => call[field] ?? 0);
}
