import { checkFinite, checkLength } from "@bnnkit/core";

/**
 * What turns dot products into outputs: `y[m,n] = dot[m,n]·(rowScales[m]·columnScales[n]) + bias[n]`; where y is negative, times
 * `slopes[n]` (PReLU), or 0 with `relu`.
 *
 * All must be finite: WGSL does not promise what becomes of NaN and infinities.
 */
export interface ColumnScaling {
  /** [columns] */
  readonly columnScales: Float32Array;
  /** [columns], 0 if absent */
  readonly bias?: Float32Array;
  /** [columns]; not together with `relu` */
  readonly slopes?: Float32Array;
  readonly relu?: boolean;
}

/** Scale, bias and slope of each column side by side.
 *  @throws RangeError for unequal lengths, NaN, infinities, or slopes together with relu. */
export function packScaling(where: string, scaling: ColumnScaling): Float32Array<ArrayBuffer> {
  const { columnScales, bias, slopes, relu = false } = scaling;
  if (relu && slopes !== undefined) {
    throw new RangeError(`${where}: slopes must be absent where relu is asked for`);
  }
  for (const [name, values] of Object.entries({ columnScales, bias, slopes })) {
    if (values === undefined) continue;
    if (!(values instanceof Float32Array)) {
      throw new TypeError(`${where}: ${name} must be a Float32Array`);
    }
    checkLength(where, name, values.length, columnScales.length);
    checkFinite(where, name, values);
  }
  const packed = new Float32Array(4 * columnScales.length);
  for (let n = 0; n < columnScales.length; n++) {
    packed.set([columnScales[n], bias?.[n] ?? 0, slopes?.[n] ?? 1], 4 * n);
  }
  return packed;
}
