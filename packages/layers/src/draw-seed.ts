/** A seed for what a layer draws at one step: other steps and other layers have others.
 *  @param seed  of the layer
 *  @param step  training steps so far */
export function drawSeed(seed: number, step: number): number {
  let mixed = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  return (mixed ^ (mixed >>> 15)) >>> 1;
}
