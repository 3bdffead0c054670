import { ELEMENT_FLOAT32 } from "../../src/tape/layout";
import {
  MAP_DILATION_X,
  MAP_DILATION_Y,
  MAP_HEIGHT,
  MAP_WIDTH,
  MAP_WINDOW_END,
  TAP_COLUMNS,
  TAP_ROWS,
} from "../../src/tape/map-window";
import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { findPlace, firstPixel, left, placesOfAll, top } from "./map-window";
import { integer, offset } from "./operand";

// Operands, behind those of the window:
const X: usize = MAP_WINDOW_END;
const ELEMENT: usize = MAP_WINDOW_END + 1;
const FEATURES: usize = MAP_WINDOW_END + 2;
const OUT: usize = MAP_WINDOW_END + 3;

export function maxPool2d(operands: usize): void {
  pool(operands, false);
}

export function meanPool2d(operands: usize): void {
  pool(operands, true);
}

/** Of rows or columns of taps from `position` on, the first that lies on the map. */
// @ts-ignore: decorator
@inline
function firstTap(position: i32, dilation: i32): i32 {
  return position >= 0 ? 0 : (dilation - 1 - position) / dilation;
}

/** The first of them, of `count`, that lies behind it. */
// @ts-ignore: decorator
@inline
function endTap(position: i32, dilation: i32, length: i32, count: i32): i32 {
  return min(count, (length - position + dilation - 1) / dilation);
}

function pool(operands: usize, takesMean: bool): void {
  const isFloat = integer(operands, ELEMENT) == ELEMENT_FLOAT32;
  const features = integer(operands, FEATURES);
  const pixelBytes = <usize>features << 2;
  const height = integer(operands, MAP_HEIGHT);
  const width = integer(operands, MAP_WIDTH);
  const dilationY = integer(operands, MAP_DILATION_Y);
  const dilationX = integer(operands, MAP_DILATION_X);
  cut(placesOfAll(operands));
  const end = endUnit;
  let to = offset(operands, OUT) + <usize>firstUnit * pixelBytes;
  for (let place = firstUnit; place < end; place++) {
    findPlace(place, operands);
    const row = firstTap(top, dilationY);
    const column = firstTap(left, dilationX);
    const rows = endTap(top, dilationY, height, integer(operands, TAP_ROWS)) - row;
    const columns = endTap(left, dilationX, width, integer(operands, TAP_COLUMNS)) - column;
    const pixel = firstPixel + (top + row * dilationY) * width + left + column * dilationX;
    const from = offset(operands, X) + <usize>pixel * pixelBytes;
    const lineBytes = <usize>(dilationY * width) * pixelBytes;
    const tapBytes = <usize>dilationX * pixelBytes;
    for (let c = 0; c < features; c += 4) {
      const at = <usize>c << 2;
      let y: v128;
      if (takesMean) y = meanOfFour(from + at, lineBytes, tapBytes, rows, columns, isFloat);
      else y = largestFour(from + at, lineBytes, tapBytes, rows, columns, isFloat);
      storeLanes(to + at, y, features - c);
    }
    to += pixelBytes;
  }
}

function largestFour(
  from: usize,
  lineBytes: usize,
  tapBytes: usize,
  rows: i32,
  columns: i32,
  isFloat: bool,
): v128 {
  let y = v128.load(from);
  for (let row = 0; row < rows; row++) {
    let at = from + <usize>row * lineBytes;
    for (let column = 0; column < columns; column++) {
      const x = v128.load(at);
      y = isFloat ? f32x4.max(y, x) : i32x4.max_s(y, x);
      at += tapBytes;
    }
  }
  return y;
}

function meanOfFour(
  from: usize,
  lineBytes: usize,
  tapBytes: usize,
  rows: i32,
  columns: i32,
  isFloat: bool,
): v128 {
  let sum = i32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    let at = from + <usize>row * lineBytes;
    for (let column = 0; column < columns; column++) {
      const x = v128.load(at);
      sum = isFloat ? f32x4.add(sum, x) : i32x4.add(sum, x);
      at += tapBytes;
    }
  }
  if (!isFloat) sum = f32x4.convert_i32x4_s(sum);
  return f32x4.div(sum, f32x4.splat(<f32>(rows * columns)));
}
