import { ELEMENT_BITS } from "../../src/tape/layout";
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
import { bytesPerBitRow } from "./bit-row";
import { copyBytes } from "./copy-bytes";
import { bytesOf } from "./element";
import { findNext, findPlace, firstPixel, left, placesOfAll, top } from "./map-window";
import { integer, offset } from "./operand";

// Operands, behind those of the window:
const X: usize = MAP_WINDOW_END;
const ELEMENT: usize = MAP_WINDOW_END + 1;
const FEATURES: usize = MAP_WINDOW_END + 2;
const PLANES: usize = MAP_WINDOW_END + 3;
const OUTSIDE: usize = MAP_WINDOW_END + 4;
const OUT: usize = MAP_WINDOW_END + 5;

export function patches(operands: usize): void {
  cut(placesOfAll(operands));
  const end = endUnit;
  const element = integer(operands, ELEMENT);
  const taps = integer(operands, TAP_ROWS) * integer(operands, TAP_COLUMNS);
  const features = integer(operands, FEATURES);
  if (element == ELEMENT_BITS) {
    const planes = integer(operands, PLANES);
    const rowBytes = bytesPerBitRow(taps * features);
    let to = offset(operands, OUT) + <usize>(firstUnit * planes) * rowBytes;
    for (let place = firstUnit; place < end; place++) {
      findPlace(place, operands);
      for (let plane = 0; plane < planes; plane++) {
        gatherBits(plane, to, to + rowBytes, operands);
        to += rowBytes;
      }
    }
    return;
  }
  gatherBytes(end, operands);
}

/** The pixels under each place from `firstUnit` to `end`, line by line. */
function gatherBytes(end: i32, operands: usize): void {
  const height = integer(operands, MAP_HEIGHT);
  const width = integer(operands, MAP_WIDTH);
  const rows = integer(operands, TAP_ROWS);
  const columns = integer(operands, TAP_COLUMNS);
  const stepX = integer(operands, MAP_DILATION_X);
  const stepY = integer(operands, MAP_DILATION_Y);
  const size = bytesOf(integer(operands, ELEMENT));
  const outside = size == 1 ? i8x16.splat(<i8>integer(operands, OUTSIDE)) : i32x4.splat(integer(operands, OUTSIDE));
  const pixelBytes = offset(operands, FEATURES) * size;
  const lineBytes = <usize>columns * pixelBytes;
  const rowBytes = <usize>rows * lineBytes;
  const map = offset(operands, X);
  let to = offset(operands, OUT) + <usize>firstUnit * rowBytes;
  const pieceEnd = offset(operands, OUT) + <usize>end * rowBytes;
  findPlace(firstUnit, operands);
  for (let place = firstUnit; place < end; ) {
    const endRow = top + rows * stepY;
    const isWide = stepX == 1 && left >= 0 && left + columns <= width;
    for (let row = top; row < endRow; row += stepY) {
      const isInside = row >= 0 && row < height;
      const line = map + <usize>(firstPixel + row * width) * pixelBytes;
      if (isInside && isWide) {
        copyOver(line + <usize>left * pixelBytes, to, lineBytes, pieceEnd);
        to += lineBytes;
        continue;
      }
      for (let tap = 0; tap < columns; tap++) {
        const column = left + tap * stepX;
        if (isInside && column >= 0 && column < width) {
          copyBytes(line + <usize>column * pixelBytes, to, pixelBytes);
        } else {
          fillBytes(outside, to, pixelBytes);
        }
        to += pixelBytes;
      }
    }
    findNext(++place, operands);
  }
}

/** Copies bytes in whole vectors: what lies behind them is written later, up to where the rows of this piece end. */
function copyOver(from: usize, to: usize, bytes: usize, pieceEnd: usize): void {
  if (to + bytes + 15 > pieceEnd) return copyBytes(from, to, bytes);
  for (const end = to + bytes; to < end; to += 16) {
    v128.store(to, v128.load(from));
    from += 16;
  }
}

/** One plane of the pixels under the window's place, tap behind tap, with zeros up to `end`. */
function gatherBits(plane: i32, to: usize, end: usize, operands: usize): void {
  const features = integer(operands, FEATURES);
  const height = integer(operands, MAP_HEIGHT);
  const width = integer(operands, MAP_WIDTH);
  const columns = integer(operands, TAP_COLUMNS);
  const planeBytes = bytesPerBitRow(features);
  const pixelBytes = offset(operands, PLANES) * planeBytes;
  const map = offset(operands, X) + <usize>plane * planeBytes;
  const outside: u32 = <u32>-((integer(operands, OUTSIDE) >> plane) & 1);
  const endRow = top + integer(operands, TAP_ROWS) * integer(operands, MAP_DILATION_Y);
  let pending: u64 = 0;
  let count = 0;
  for (let row = top; row < endRow; row += integer(operands, MAP_DILATION_Y)) {
    for (let tap = 0; tap < columns; tap++) {
      const column = left + tap * integer(operands, MAP_DILATION_X);
      const isInside = row >= 0 && row < height && column >= 0 && column < width;
      let from = map + <usize>(firstPixel + row * width + column) * pixelBytes;
      for (let rest = features; rest > 0; rest -= 32) {
        const bits = min(rest, 32);
        const word = isInside ? load<u32>(from) : outside & (<u32>-1 >> (32 - bits));
        pending |= <u64>word << count;
        count += bits;
        if (count >= 32) {
          store<u32>(to, <u32>pending);
          to += 4;
          pending >>= 32;
          count -= 32;
        }
        from += 4;
      }
    }
  }
  if (count > 0) {
    store<u32>(to, <u32>pending);
    to += 4;
  }
  for (; to < end; to += 4) store<u32>(to, 0);
}

function fillBytes(value: v128, to: usize, bytes: usize): void {
  for (; bytes >= 16; bytes -= 16) {
    v128.store(to, value);
    to += 16;
  }
  for (; bytes >= 4; bytes -= 4) {
    v128.store32_lane(to, value, 0);
    to += 4;
  }
  for (; bytes > 0; bytes--) v128.store8_lane(to++, value, 0);
}
