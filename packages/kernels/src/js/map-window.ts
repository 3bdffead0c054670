import {
  MAP_DILATION_X,
  MAP_DILATION_Y,
  MAP_HEIGHT,
  MAP_IMAGES,
  MAP_PAD_LEFT,
  MAP_PAD_TOP,
  MAP_STRIDE_X,
  MAP_STRIDE_Y,
  MAP_WIDTH,
  PLACE_COLUMNS,
  PLACE_ROWS,
  TAP_COLUMNS,
  TAP_ROWS,
} from "../tape/map-window.ts";
import type { Operands } from "./words.ts";

/** Calls `visit` with every place of a window, of all images, and the pixels under its taps line by line, −1 outside. */
export function forEachPlace(
  o: Operands,
  visit: (place: number, pixels: readonly number[]) => void,
): void {
  const places = o.integer(PLACE_ROWS) * o.integer(PLACE_COLUMNS);
  const [height, width] = [o.integer(MAP_HEIGHT), o.integer(MAP_WIDTH)];
  const images = o.cell(MAP_IMAGES);
  for (let place = 0; place < images * places; place++) {
    const image = Math.floor(place / places);
    const y = Math.floor((place % places) / o.integer(PLACE_COLUMNS));
    const x = place % o.integer(PLACE_COLUMNS);
    const top = y * o.integer(MAP_STRIDE_Y) - o.integer(MAP_PAD_TOP);
    const left = x * o.integer(MAP_STRIDE_X) - o.integer(MAP_PAD_LEFT);
    const pixels: number[] = [];
    for (let ty = 0; ty < o.integer(TAP_ROWS); ty++) {
      for (let tx = 0; tx < o.integer(TAP_COLUMNS); tx++) {
        const row = top + ty * o.integer(MAP_DILATION_Y);
        const column = left + tx * o.integer(MAP_DILATION_X);
        const isInside = row >= 0 && row < height && column >= 0 && column < width;
        pixels.push(isInside ? (image * height + row) * width + column : -1);
      }
    }
    visit(place, pixels);
  }
}
