/** The nearest integer, of two equally near ones the even one; NaN, infinities and the sign of zero stay. */
export function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
