/** Uniform integers from a 32-bit seed: a counter passed through the finalizer of MurmurHash3 (Appleby 2011).
 *  Enough for shuffling; not for statistics. */
export function seededIntegers(...keys: readonly number[]): (below: number) => number {
  let state = 0x9e3779b9;
  for (const key of keys) state = mix(state ^ mix(key + 0x9e3779b9));
  return (below) => {
    state = (state + 0x9e3779b9) | 0;
    return Math.floor((mix(state) / 2 ** 32) * below);
  };
}

/** Shuffles in place, every order equally likely. Fisher and Yates 1938, in the form of Durstenfeld 1964. */
export function shuffle(values: number[], integerBelow: (below: number) => number): number[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = integerBelow(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}

function mix(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}
