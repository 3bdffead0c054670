/**
 * ln x for a normal x > 0, with a relative error below 1e−14 away from 1.
 *
 * x = 2^e·m with √½ ≤ m < √2; ln m = 2·artanh(s), s = (m − 1)/(m + 1), |s| ≤ 0.1716, by its series to s^19.
 */
export function logarithm(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let e = <i32>((bits >> 52) & 0x7ff) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m >= 1.4142135623730951) {
    m *= 0.5;
    e += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let series: f64 = 0;
  for (let k = 19; k >= 1; k -= 2) series = series * z + 1 / <f64>k;
  return <f64>e * 0.6931471805599453 + 2 * s * series;
}
