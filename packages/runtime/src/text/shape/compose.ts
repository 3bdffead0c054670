import type { Shaped, TakeShape } from "./shape.ts";

/** Takes shapes off a text one after the other; what the last one took is put back first.
 *
 *  From the outside in: outer space, edges, enclosure, mnemonic, final mark, capitals; then quotes and initial, which
 *  leave the text as it is. */
export function takeShapes(source: string, shapes: readonly TakeShape[]): Shaped {
  let text = source;
  const taken: Shaped[] = [];
  for (const take of shapes) {
    const shape = take(text);
    taken.unshift(shape);
    text = shape.text;
  }
  return {
    text,
    restore: (translation) => taken.reduce((inner, shape) => shape.restore(inner), translation),
  };
}
