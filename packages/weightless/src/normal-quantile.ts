/** Φ⁻¹(p), the quantile of the standard normal distribution; less than 10⁻¹² off for 10⁻⁴ < p < 1 − 10⁻⁴.
 *  @throws RangeError unless 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) {
    throw new RangeError(`normalQuantile: p must be greater than 0 and less than 1, got ${p}`);
  }
  return p < 0.5 ? -upperQuantile(1 - p) : upperQuantile(p);
}

/** Newton's method on Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/15 + …), whose terms are all positive (Marsaglia, "Evaluating the Normal
 *  Distribution", 2004). Φ is concave above 0, so from 0 the steps never overshoot. */
function upperQuantile(p: number): number {
  let z = 0;
  for (let step = 0; step < 200; step++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const next = z + (p - 0.5 - density * oddSeries(z)) / density;
    if (!(next > z)) break;
    z = next;
  }
  return z;
}

function oddSeries(z: number): number {
  let [sum, term] = [0, z];
  for (let k = 3; sum + term !== sum; k += 2) {
    sum += term;
    term *= (z * z) / k;
  }
  return sum;
}
