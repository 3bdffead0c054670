import { randomSigns } from "../random-integers.ts";

/** Queries of `rows` tokens, each of which sees all of `keys` keys. */
export interface BitAttentionShape {
  readonly rows: number;
  readonly heads: number;
  readonly headFeatures: number;
  readonly keys: number;
}

/** Queries and keys are ±1, values are floats. */
export interface BitAttentionOperands {
  readonly shape: BitAttentionShape;
  readonly q: Int8Array;
  readonly k: Int8Array;
  readonly v: Float32Array;
}

/** Random signs and values below 1; the same shape gives the same ones. */
export function createBitAttentionOperands(shape: BitAttentionShape): BitAttentionOperands {
  const features = shape.heads * shape.headFeatures;
  const signs = randomSigns(shape.keys * features, 7);
  return {
    shape,
    q: randomSigns(shape.rows * features, 5),
    k: randomSigns(shape.keys * features, 6),
    v: Float32Array.from(signs, (sign, i) => (sign * ((i * 7) % 31)) / 31),
  };
}
