/** The Walsh–Hadamard transform of 2ⁿ values, in place and not scaled: v̂_S = Σ_a v_a·(−1)^popcount(a ∧ S). Twice is 2ⁿ times. */
export function walshHadamard(values: Float64Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let i = 0; i < values.length; i++) {
      if ((i & half) !== 0) continue;
      const [low, high] = [values[i], values[i + half]];
      values[i] = low + high;
      values[i + half] = low - high;
    }
  }
}
