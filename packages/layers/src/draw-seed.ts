/** A seed of a layer that was given none, by its name, so that layers of one model draw apart (FNV-1a).
 *  @returns an integer in 0 … 2³⁰ − 1 */
export function seedOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 2;
}

/** A seed for what a layer draws at one step: other steps and other layers have others.
 *  @param seed  of the layer
 *  @param step  training steps so far */
export function drawSeed(seed: number, step: number): number {
  let mixed = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  return (mixed ^ (mixed >>> 15)) >>> 1;
}
