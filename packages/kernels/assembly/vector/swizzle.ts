/** Byte i is `table[index[i]]`. Every index must be below 16, so that the relaxed instruction may stand in for this one. */
// @ts-ignore: decorator
@inline
export function lookUp(table: v128, index: v128): v128 {
  return i8x16.swizzle(table, index);
}
