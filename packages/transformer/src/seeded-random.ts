/** Source of uniform 32-bit words. */
export type RandomWords = () => number;

/** Counter-based words: `word n = mix(seed state + n·0x9E3779B9)` with the finalizer of splitmix32.
 *  The same keys give the same words in every run and on every machine.
 *  @param keys  integers that name the stream: seed, step, call site, … */
export function seededWords(...keys: readonly number[]): RandomWords {
  let state = 0x243f6a88;
  for (const key of keys) state = mix32((state ^ key) + 0x9e3779b9);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mix32(state);
  };
}

function mix32(value: number): number {
  let z = value;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** Uniform numbers in [0, 1) with 32 random bits. */
export function seededUniform(...keys: readonly number[]): () => number {
  const words = seededWords(...keys);
  return () => words() / 2 ** 32;
}

/** Standard normal numbers by the Box-Muller transform, one of each pair. */
export function seededNormal(...keys: readonly number[]): () => number {
  const uniform = seededUniform(...keys);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
