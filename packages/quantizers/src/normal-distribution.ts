/** The density of N(0, 1). */
export function normalDensity(x: number): number {
  return Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
}

/** The probability of an interval of positive numbers under N(0, 1), to about 1e-15 of the tail that it begins. */
export function normalMass(from: number, to: number): number {
  return from < 2 && to < 2 ? middleMass(to) - middleMass(from) : upperTail(from) - upperTail(to);
}

/** From x up, x ≥ 0. */
function upperTail(x: number): number {
  return x < 2 ? 0.5 - middleMass(x) : tailByFraction(x);
}

/** From 0 to x, by the series `φ(x)·Σ x^(2i+1)/(1·3·5 … (2i+1))`. */
function middleMass(x: number): number {
  let term = x;
  let sum = x;
  for (let i = 1; term > 1e-17 * sum; i++) {
    term *= x ** 2 / (2 * i + 1);
    sum += term;
  }
  return normalDensity(x) * sum;
}

/** `φ(x)/(x + 1/(x + 2/(x + 3/…)))`. */
function tailByFraction(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  let denominator = x;
  for (let i = 200; i > 0; i--) denominator = x + i / denominator;
  return normalDensity(x) / denominator;
}
