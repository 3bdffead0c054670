import { checkIntegerBetween } from "@bnnkit/core";
import { patches_1x1__js } from "../../js/patches.ts";
import { type Element, elements, elementWord } from "../element.ts";
import { type MapWindow, mapWindowWords, placesOf } from "../map-window-words.ts";
import { float, type Offset, size } from "../operand.ts";
import type { Operation } from "../operation.ts";

/**
 * The pixels under a window as a row, for each of its places: `out[image, y, x]` holds the taps line by line, in each the
 * channels, so that any product of rows is a convolution (im2col). Outside the map stands `window.padding.value`.
 *
 * Bits of a row follow each other tap by tap without a gap, and the row ends in zeros, as rows of weights do. Of bits the
 * value outside is the bits themselves, plane p in bit p.
 */
export interface Patches extends MapWindow {
  /** [images, height, width, features] of `element`; of bits uint32 [images, height, width, planes, wordsPerRow(features)] */
  readonly x: Offset;
  readonly element: Element | "bits";
  /** Bit planes of a pixel. Default 1. */
  readonly planes?: number;
  /** The same of [images, places down, places across, taps·features] */
  readonly out: Offset;
}

const MOST_PLANES = 16;

export const patches: Operation<Patches> = {
  opcode: 81,
  instruction(where, o) {
    const { element, planes = 1, window } = o;
    checkIntegerBetween(where, "planes", planes, 1, element === "bits" ? MOST_PLANES : 1);
    const features = size(where, "features", o.features);
    const places = placesOf(where, o);
    const taps = window.size[0] * window.size[1];
    const pieces = element === "bits" ? planes * Math.ceil(features / 32) : 1 + features / 4;
    return {
      words: [
        ...mapWindowWords(where, o),
        elements(where, "x", element, o.x),
        elementWord(where, element, ["float32", "int32", "int8", "uint8", "bits"]),
        features,
        planes,
        outsideWord(where, o),
        elements(where, "out", element, o.out),
      ],
      split: { rows: o.images, steps: 4 * places * taps * pieces, units: places },
    };
  },
  js: patches_1x1__js,
  simd: [{ tile: [1, 16], when: "any number of pixels" }],
};

/** The value outside the map as the low bytes of a word. */
function outsideWord(where: string, { element, planes = 1, window }: Patches): number {
  const { value } = window.padding;
  const name = "window.padding.value";
  if (element === "float32") return float(where, name, value);
  const [least, most] = {
    int32: [-(2 ** 31), 2 ** 31 - 1],
    int8: [-128, 127],
    uint8: [0, 255],
    bits: [0, 2 ** planes - 1],
  }[element];
  checkIntegerBetween(where, name, value, least, most);
  return value;
}
