/** Operands shared by {@link embedInt8} and {@link embedFloat32}. */
export interface EmbedReference {
  /** [rows] */
  readonly ids: ArrayLike<number>;
  /** [rows] */
  readonly positions?: ArrayLike<number>;
  /** positions × features */
  readonly positionTable?: ArrayLike<number>;
  readonly multiplier: number;
  readonly features: number;
}

/** `out[r] = multiplier·table[ids[r]] + positionTable[positions[r]]`; table: vocabulary × features. */
export function embedFloat32(
  operands: EmbedReference & { readonly table: ArrayLike<number> },
): Float64Array {
  const { ids, positions, positionTable, table, multiplier, features } = operands;
  return Float64Array.from({ length: ids.length * features }, (_, i) => {
    const [r, k] = [Math.floor(i / features), i % features];
    const position = positions && positionTable ? positionTable[positions[r] * features + k] : 0;
    return multiplier * table[ids[r] * features + k] + position;
  });
}

/** `embedFloat32` of the table `scales[id]·codes[id]`; codes: vocabulary × features, scales: [vocabulary]. */
export function embedInt8(
  operands: EmbedReference & {
    readonly codes: ArrayLike<number>;
    readonly scales: ArrayLike<number>;
  },
): Float64Array {
  const { codes, scales, features } = operands;
  const table = Float64Array.from(codes, (code, i) => code * scales[Math.floor(i / features)]);
  return embedFloat32({ ...operands, table });
}
