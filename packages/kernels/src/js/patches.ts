import { wordsPerRow } from "@bnnkit/core";
import { ELEMENT_BITS, ELEMENT_FLOAT32, ELEMENT_INT32 } from "../tape/layout.ts";
import { MAP_WINDOW_END } from "../tape/map-window.ts";
import { forEachPlace } from "./map-window.ts";
import type { Operands } from "./words.ts";

// Operands, behind those of the window: x, element, features, planes, outside, out

export function patches_1x1__js(o: Operands): void {
  const { int8, int32 } = o.words;
  switch (o.integer(MAP_WINDOW_END + 1)) {
    case ELEMENT_BITS:
      copyBits(o);
      break;
    case ELEMENT_FLOAT32:
    case ELEMENT_INT32:
      copyNumbers(o, int32, o.word(MAP_WINDOW_END), o.word(MAP_WINDOW_END + 5));
      break;
    default:
      copyNumbers(o, int8, o.byte(MAP_WINDOW_END), o.byte(MAP_WINDOW_END + 5));
  }
}

function copyNumbers(o: Operands, numbers: Int8Array | Int32Array, x: number, out: number): void {
  const [features, outside] = [o.integer(MAP_WINDOW_END + 2), o.integer(MAP_WINDOW_END + 4)];
  forEachPlace(o, (place, pixels) => {
    let to = out + place * pixels.length * features;
    for (const pixel of pixels) {
      const from = x + pixel * features;
      if (pixel < 0) numbers.fill(outside, to, to + features);
      else numbers.copyWithin(to, from, from + features);
      to += features;
    }
  });
}

function copyBits(o: Operands): void {
  const { int32 } = o.words;
  const [x, out] = [o.word(MAP_WINDOW_END), o.word(MAP_WINDOW_END + 5)];
  const [features, planes] = [o.integer(MAP_WINDOW_END + 2), o.integer(MAP_WINDOW_END + 3)];
  const outside = o.integer(MAP_WINDOW_END + 4);
  const pixelWords = wordsPerRow(features);
  forEachPlace(o, (place, pixels) => {
    const rowWords = wordsPerRow(pixels.length * features);
    for (let p = 0; p < planes; p++) {
      const to = out + (place * planes + p) * rowWords;
      int32.fill(0, to, to + rowWords);
      for (let i = 0; i < pixels.length * features; i++) {
        const [pixel, k] = [pixels[Math.floor(i / features)], i % features];
        const from = x + (pixel * planes + p) * pixelWords + (k >>> 5);
        const bit = pixel < 0 ? outside >>> p : int32[from] >>> (k & 31);
        int32[to + (i >>> 5)] |= (bit & 1) << (i & 31);
      }
    }
  });
}
