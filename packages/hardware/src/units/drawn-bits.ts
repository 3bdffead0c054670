/** Bits that are the same at every call: constants of a unit of which none are given, those that the calibration was measured with. Numerical
 *  Recipes' linear congruential generator, its top bit; `drawnWords` has vectors, whose bits must not depend on one another. */
export function drawnBits(count: number, seed = 1): Uint8Array {
  let state = seed >>> 0;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 31;
  });
}
