/** Numbers from 0 to below 1 that follow from a seed alone: xorshift of 32 bits.
 *
 *  Marsaglia 2003, https://doi.org/10.18637/jss.v008.i14 */
export function seededRandom(seed: number): () => number {
  // Any odd factor spreads small seeds; a state of 0 would stay 0.
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 4; i++) next();
  return next;
}
