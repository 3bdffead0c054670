// Tables as polynomials over GF(2), see src/pack-truth-tables.ts: a coefficient is one of the sixteen functions of the first two
// inputs, which a byte picks; the other inputs are the variables, by Horner's rule.

/** Writes the functions of two inputs, by the bits that they have at the addresses 0 to 3. */
// @ts-ignore: decorator
@inline
export function writeFunctions(to: usize, a: v128, b: v128): void {
  const both = v128.and(a, b);
  const one = v128.andnot(a, b);
  const other = v128.andnot(b, a);
  const none = v128.not(v128.or(a, b));
  const differ = v128.xor(a, b);
  v128.store(to, i32x4.splat(0));
  v128.store(to, none, 16);
  v128.store(to, one, 32);
  v128.store(to, v128.not(b), 48);
  v128.store(to, other, 64);
  v128.store(to, v128.not(a), 80);
  v128.store(to, differ, 96);
  v128.store(to, v128.not(both), 112);
  v128.store(to, both, 128);
  v128.store(to, v128.not(differ), 144);
  v128.store(to, a, 160);
  v128.store(to, v128.not(other), 176);
  v128.store(to, b, 192);
  v128.store(to, v128.not(one), 208);
  v128.store(to, v128.or(a, b), 224);
  v128.store(to, i32x4.splat(-1), 240);
}

/** In one variable: two coefficients. */
// @ts-ignore: decorator
@inline
export function inOne(functions: usize, terms: usize, c: v128): v128 {
  const linear = v128.and(c, v128.load(functions + <usize>load<u8>(terms, 1)));
  return v128.xor(linear, v128.load(functions + <usize>load<u8>(terms)));
}

/** In two variables: four coefficients. */
// @ts-ignore: decorator
@inline
export function inTwo(functions: usize, terms: usize, c: v128, d: v128): v128 {
  const upper = v128.and(d, inOne(functions, terms + 2, c));
  return v128.xor(upper, inOne(functions, terms, c));
}

/** In three variables: eight coefficients. */
// @ts-ignore: decorator
@inline
export function inThree(functions: usize, terms: usize, c: v128, d: v128, e: v128): v128 {
  const upper = v128.and(e, inTwo(functions, terms + 4, c, d));
  return v128.xor(upper, inTwo(functions, terms, c, d));
}

/** In four variables: sixteen coefficients. */
// @ts-ignore: decorator
@inline
export function inFour(
  functions: usize, terms: usize,
  c: v128, d: v128, e: v128, f: v128,
): v128 {
  const upper = v128.and(f, inThree(functions, terms + 8, c, d, e));
  return v128.xor(upper, inThree(functions, terms, c, d, e));
}
