/** Numbers in [−1, 1) that are the same everywhere: a linear congruence modulo 2³². */
export function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}
