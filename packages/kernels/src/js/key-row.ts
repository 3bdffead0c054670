/** The row of `k` and `v` that key `j` of `row` is; offsets in words, `keyIndex` 0 when absent. */
export function keyRow(
  int32: Int32Array,
  keyStart: number,
  keyIndex: number,
  stride: number,
  row: number,
  j: number,
): number {
  return keyIndex === 0 ? int32[keyStart + row] + j : int32[keyIndex + row * stride + j];
}
