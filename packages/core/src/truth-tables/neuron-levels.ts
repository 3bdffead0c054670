import { drawSigned, type NextWord } from "../seeded-words.ts";

/** How a neuron's value v of b bits stands in bits: its binary digits, least significant first, or v of 2^b − 1 bits set. */
export type LevelCode = "binary" | "thermometer";

/** Bits that a value of `bits` binary digits takes in a code. */
export function levelBits(code: LevelCode, bits: number): number {
  return code === "binary" ? bits : 2 ** bits - 1;
}

/** Bit number `bit` of a value. */
export function levelBit(code: LevelCode, level: number, bit: number): 0 | 1 {
  const isSet = code === "binary" ? ((level >>> bit) & 1) === 1 : level > bit;
  return isSet ? 1 : 0;
}

/** What a neuron reads at an address: `fanIn` values of `inputBits` binary digits each, the first least significant, scaled to −1 … 1. */
export function neuronInputs(address: number, fanIn: number, inputBits: number): number[] {
  const limit = 2 ** inputBits - 1;
  return Array.from(
    { length: fanIn },
    (_, j) => (2 * ((address >>> (j * inputBits)) & limit)) / limit - 1,
  );
}

/** The first weights of neurons with `monomials` weights each, the constant 0: sums of ±1 then have about the deviation 1. */
export function startNeurons(
  neurons: number,
  monomials: number,
  next: NextWord,
): Float32Array<ArrayBuffer> {
  const scale = Math.sqrt(3 / (monomials - 1));
  return Float32Array.from({ length: neurons * monomials }, (_, i) =>
    i % monomials === 0 ? 0 : scale * drawSigned(next),
  );
}
