import { slide } from "@bnnkit/core";
import { elements, elementWord } from "./element.ts";
import { type MapWindow, mapWindowWords } from "./map-window-words.ts";
import { type Offset, size, words } from "./operand.ts";
import type { Instruction } from "./operation.ts";

/** A pool of numbers. A window as large as the map pools all of it. */
export interface MapPool extends MapWindow {
  /** [images, height, width, features] of `element` */
  readonly x: Offset;
  readonly element: "float32" | "int32";
  /** What lies outside the map is left out; every place has to see a pixel. `padding.value` is not read. */
  readonly window: MapWindow["window"];
  /** [images, places down, places across, features] */
  readonly out: Offset;
}

/** The instruction of a pool: those of the window, then x, element, features, out. */
export function poolInstruction(where: string, o: MapPool): Instruction {
  const { element, window, height, width } = o;
  const { padding } = window;
  const [down, across] = slide(where, [height, width], window);
  for (const [axis, count, margin, length] of [
    [0, down, padding.top, height],
    [1, across, padding.left, width],
  ] as const) {
    if (seesAll(window, axis, { count, margin, length })) continue;
    throw new RangeError(
      `${where}: window.padding must leave a pixel under each place of the window, got ${margin} before ${window.size[axis]} taps`,
    );
  }
  const taps = window.size[0] * window.size[1];
  return {
    words: [
      ...mapWindowWords(where, o),
      elements(where, "x", element, o.x),
      elementWord(where, element, ["float32", "int32"]),
      size(where, "features", o.features),
      words(where, "out", o.out),
    ],
    split: {
      rows: o.images,
      steps: down * across * (taps + 2) * (2 + o.features / 4),
      units: down * across,
    },
  };
}

/** Whether every place along an axis has a tap on the map. */
function seesAll(
  { size: taps, strides, dilations }: MapWindow["window"],
  axis: 0 | 1,
  {
    count,
    margin,
    length,
  }: { readonly count: number; readonly margin: number; readonly length: number },
): boolean {
  for (let place = 0; place < count; place++) {
    const start = place * strides[axis] - margin;
    const first = Math.max(0, Math.ceil(-start / dilations[axis]));
    if (first >= taps[axis] || start + first * dilations[axis] >= length) return false;
  }
  return true;
}
