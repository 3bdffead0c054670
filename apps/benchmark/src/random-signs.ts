/** Signs by the top bit of a Weyl sequence through the 32-bit finalizer of MurmurHash3. */
export function randomSigns(length: number, seed: number): Int8Array {
  return Int8Array.from({ length }, (_, i) => {
    const word = seed + Math.imul(i, 0x9e3779b9);
    const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
    return (second ^ (second >>> 16)) < 0 ? -1 : 1;
  });
}
