/** (m + 2^−23)/2: half the bound of BMT's one-bit quantizer, by the largest magnitude of a row. */
// @ts-ignore: decorator
@inline
export function tokenScale(largest: f32): f32 {
  return (largest + <f32>1.1920929e-7) * 0.5;
}
