import { MAP_WINDOW_END } from "../tape/map-window.ts";
import { isFloat32 } from "./element-reader.ts";
import { forEachPlace } from "./map-window.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

// Operands, behind those of the window: x, element, features, out

export function maxPool2d_1x1__js(o: Operands): void {
  const { int32, float32 } = o.words;
  const numbers = isFloat32(o.integer(MAP_WINDOW_END + 1)) ? float32 : int32;
  const out = o.word(MAP_WINDOW_END + 3);
  forEachOutput(o, (to, from) => {
    let largest = Number.NEGATIVE_INFINITY;
    for (const at of from) largest = Math.max(largest, numbers[at]);
    numbers[out + to] = largest;
  });
}

export function meanPool2d_1x1__js(o: Operands): void {
  const { int32, float32 } = o.words;
  const isFloat = isFloat32(o.integer(MAP_WINDOW_END + 1));
  const out = o.word(MAP_WINDOW_END + 3);
  forEachOutput(o, (to, from) => {
    let sum = 0;
    for (const at of from) sum = isFloat ? fround(sum + float32[at]) : (sum + int32[at]) | 0;
    float32[out + to] = fround(sum) / from.length;
  });
}

/** Calls `visit` with every output and the inputs under its window. */
function forEachOutput(o: Operands, visit: (to: number, from: readonly number[]) => void): void {
  const [x, features] = [o.word(MAP_WINDOW_END), o.integer(MAP_WINDOW_END + 2)];
  forEachPlace(o, (place, pixels) => {
    const seen = pixels.filter((pixel) => pixel >= 0);
    for (let c = 0; c < features; c++) {
      visit(
        place * features + c,
        seen.map((pixel) => x + pixel * features + c),
      );
    }
  });
}
