/** Words that fit the first cache of any processor. */
const words = Uint32Array.from({ length: 2048 }, (_, i) => Math.imul(i + 1, 0x9e3779b9));

/** Counts bits in plain JavaScript. It is the same in every process, so two that differ in it say what the machine did. */
export function runReference(): number {
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    let x = words[i];
    x -= (x >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    count += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
