// Places of a window on maps.

import {
  MAP_HEIGHT,
  MAP_IMAGES,
  MAP_PAD_LEFT,
  MAP_PAD_TOP,
  MAP_STRIDE_X,
  MAP_STRIDE_Y,
  MAP_WIDTH,
  PLACE_COLUMNS,
  PLACE_ROWS,
} from "../../src/tape/map-window";
import { cell, integer } from "./operand";

/** What `findPlace` has found: the first pixel of the image, and row and column of the first tap in it. */
export let firstPixel: i32 = 0;
export let top: i32 = 0;
export let left: i32 = 0;

/** Places on all images. */
export function placesOfAll(operands: usize): i32 {
  return cell(operands, MAP_IMAGES) * integer(operands, PLACE_ROWS) * integer(operands, PLACE_COLUMNS);
}

export function findPlace(place: i32, operands: usize): void {
  const line = place / integer(operands, PLACE_COLUMNS);
  const image = line / integer(operands, PLACE_ROWS);
  const row = line - image * integer(operands, PLACE_ROWS);
  const column = place - line * integer(operands, PLACE_COLUMNS);
  firstPixel = image * integer(operands, MAP_HEIGHT) * integer(operands, MAP_WIDTH);
  top = row * integer(operands, MAP_STRIDE_Y) - integer(operands, MAP_PAD_TOP);
  left = column * integer(operands, MAP_STRIDE_X) - integer(operands, MAP_PAD_LEFT);
  rest = integer(operands, PLACE_COLUMNS) - column;
}

/** Places from the one that was found to the end of its line. */
let rest: i32 = 0;

/** Finds the place behind the one that was found, which is `place`. */
export function findNext(place: i32, operands: usize): void {
  if (--rest == 0) findPlace(place, operands);
  else left += integer(operands, MAP_STRIDE_X);
}
