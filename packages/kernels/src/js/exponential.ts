const { fround } = Math;

const LOG2_E = fround(Math.LOG2E);
const LN2_LOW = fround(0.00021219444);
const polynomial = [
  0.0013814540579915047, 0.00836874544620514, 0.04166838899254799, 0.1666652113199234,
  0.4999999403953552,
].map(fround);
/** Added to a number it rounds it to an integer. */
const SHIFT = 12582912;

/** e^x for x ≤ 0, 0 below −87, to the bit what the SIMD kernel gives. */
export function exponential(x: number): number {
  if (x < -87) return 0;
  const n = fround(fround(fround(x * LOG2_E) + SHIFT) - SHIFT);
  const r = fround(fround(x - fround(n * 0.693359375)) + fround(n * LN2_LOW));
  const q = polynomial.reduce((sum, c) => fround(fround(sum * r) + c));
  const p = fround(fround(fround(fround(q * r) * r) + r) + 1);
  return fround(p * 2 ** n);
}
