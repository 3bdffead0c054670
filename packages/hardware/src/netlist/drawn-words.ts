/** Random words of 32 bits, the same at every call: Weyl's sequence, mixed by MurmurHash3's finalizer. Bits of a linear congruential generator a power
 *  of two apart depend on one another, which activity at the inputs of a wide unit shows. */
export function drawnWords(count: number, seed: number): Uint32Array {
  let weyl = Math.imul(seed, 0x85ebca6b);
  return Uint32Array.from({ length: count }, () => {
    weyl = (weyl + 0x9e3779b9) | 0;
    const half = Math.imul(weyl ^ (weyl >>> 16), 0x85ebca6b);
    const mixed = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  });
}
