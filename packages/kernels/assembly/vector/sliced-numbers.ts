/**
 * Four numbers whose binary digits lie apart: digit p of all of them in the word `stride · p` bytes behind `word`, of the first at bit
 * `first`, of which `first mod 32` is at most 28.
 */
// @ts-ignore: decorator
@inline
export function fourNumbers(word: usize, stride: usize, digits: i32, first: i32): v128 {
  const lanes = i32x4.shl(i32x4(1, 2, 4, 8), first & 31);
  let result = i32x4.splat(0);
  for (let p = 0; p < digits; p++) {
    const bits = v128.and(v128.load32_splat(word), lanes);
    const isSet = i32x4.ne(bits, i32x4.splat(0));
    result = v128.or(result, v128.and(isSet, i32x4.splat(1 << p)));
    word += stride;
  }
  return result;
}
