/** Images one behind the other, and the class of each. */
export interface LabelledImages {
  readonly pixels: Uint8Array;
  readonly labels: Int32Array;
}

/** Height and width. */
export const size = 12;

/** The line of an image of class i. */
export const labels: readonly string[] = ["lying", "standing", "slanting"];

const isOnLine: readonly ((x: number, y: number, place: number) => boolean)[] = [
  (_, y, place) => y === place,
  (x, _, place) => x === place,
  (x, y, place) => (x + y) % size === place,
];

/** Images of a bright line on noise; the classes take turns.
 *  @param random  numbers from 0 to below 1 */
export function lineImages(count: number, random: () => number): LabelledImages {
  const pixels = new Uint8Array(count * size * size);
  const classes = Int32Array.from({ length: count }, (_, i) => i % labels.length);
  classes.forEach((label, i) => {
    const place = Math.floor(random() * size);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const noise = 100 * random();
        const isBright = isOnLine[label]?.(x, y, place) ?? false;
        pixels[(i * size + y) * size + x] = isBright ? 255 - noise : noise;
      }
    }
  });
  return { pixels, labels: classes };
}
