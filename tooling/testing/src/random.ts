/** A seeded stream of random numbers. */
export interface Random {
  /** Uniform integer in 0 … 2³² − 1. */
  nextUint32(): number;
  /** Uniform real in [0, 1), a multiple of 2⁻³². */
  uniform(): number;
  /** Uniform integer in minimum … maximum, both included; their distance is less than 2³². */
  integer(minimum: number, maximum: number): number;
  /** Standard normal real: mean 0, variance 1. */
  normal(): number;
  /** −1 or +1 with equal chance. */
  sign(): -1 | 1;
}

/** Seeded random numbers: xoshiro128**, the same on every machine and in every release.
 *
 *  Generator: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4),
 *  2021, https://arxiv.org/abs/1805.01407; period 2¹²⁸ − 1. The state is four outputs of a Weyl sequence
 *  of the seed (step 0x9e3779b9) passed through the 32-bit finalizer of MurmurHash3.
 *  @param seed  integer in 0 … 2³² − 1.
 *  @throws RangeError for any other seed. */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`createRandom: seed must be an integer in 0 … 2³² − 1, got ${seed}`);
  }
  const word = (i: number): number => mix(seed + Math.imul(i, 0x9e3779b9));
  return randomFromState([word(1), word(2), word(3), word(4)]);
}

/** The generator behind `createRandom`, from its full state; the four words must not all be 0. */
export function randomFromState(state: readonly [number, number, number, number]): Random {
  const nextUint32 = xoshiro128StarStar(state);
  const uniform = (): number => nextUint32() / 2 ** 32;
  return {
    nextUint32,
    uniform,
    // Multiply-shift: the bias is below (maximum − minimum + 1)/2³².
    integer: (minimum, maximum) => minimum + Math.floor(uniform() * (maximum - minimum + 1)),
    // Box and Muller, "A note on the generation of random normal deviates", 1958; 1 − u avoids log 0.
    normal: () => {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    },
    sign: () => (nextUint32() >>> 31 === 1 ? -1 : 1),
  };
}

function xoshiro128StarStar(state: readonly [number, number, number, number]): () => number {
  let [s0, s1, s2, s3] = state;
  return () => {
    const output = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
    return output;
  };
}

function rotateLeft(word: number, places: number): number {
  return (word << places) | (word >>> (32 - places));
}

function mix(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}
