/** Byte i is `table[index[i]]`. Every index is below 16, where the relaxed instruction is exact everywhere. */
// @ts-ignore: decorator
@inline
export function lookUp(table: v128, index: v128): v128 {
  // The compiler drops the branch of the module that it is not compiling.
  return ASC_FEATURE_RELAXED_SIMD ? i8x16.relaxed_swizzle(table, index) : i8x16.swizzle(table, index);
}

/** The sum of three look-ups, byte by byte. */
// @ts-ignore: decorator
@inline
export function lookUpThree(a: v128, b: v128, c: v128, x: v128, y: v128, z: v128): v128 {
  return i8x16.add(i8x16.add(lookUp(a, x), lookUp(b, y)), lookUp(c, z));
}
