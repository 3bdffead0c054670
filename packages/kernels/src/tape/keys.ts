import { type Cell, type Offset, optional, size, words } from "./operand.ts";

/** How each row of an attention finds its keys. */
export interface Keys {
  readonly rows: Cell;
  /** int32 [rows]; needed without `keyIndex`. */
  readonly keyStart?: Offset;
  /** int32 [rows], each from 0 to `maximumKeys`. */
  readonly keyCount: Offset;
  /** int32 [rows, keyIndexStride] */
  readonly keyIndex?: Offset;
  readonly keyIndexStride?: number;
  /** Bound of `keyCount`, for the scratch memory; a larger count makes `run` throw RangeError. */
  readonly maximumKeys: number;
}

/** keyStart, keyCount, keyIndex, keyIndexStride, maximumKeys */
export function keyWords(where: string, o: Keys): number[] {
  const keyStart = optional(where, "keyStart", o.keyStart);
  const keyIndex = optional(where, "keyIndex", o.keyIndex);
  if ((keyStart === 0) === (keyIndex === 0)) {
    throw new RangeError(`${where}: give exactly one of keyStart and keyIndex`);
  }
  const maximumKeys = size(where, "maximumKeys", o.maximumKeys);
  return [
    keyStart,
    words(where, "keyCount", o.keyCount),
    keyIndex,
    keyIndex === 0 ? 0 : size(where, "keyIndexStride", o.keyIndexStride ?? maximumKeys),
    maximumKeys,
  ];
}
