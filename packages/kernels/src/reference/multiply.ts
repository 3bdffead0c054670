/** `a·b` of rows of numbers; b has as many as a, or one for each row of so many `features`. */
export function multiply(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  features: number,
): Float64Array {
  const isWhole = a.length === b.length;
  return Float64Array.from(a, (value, i) => value * b[isWhole ? i : Math.floor(i / features)]);
}
