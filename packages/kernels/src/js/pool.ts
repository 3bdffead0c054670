import { OUT_HEIGHT, OUT_WIDTH, OUTPUT } from "../tape/convolution.ts";
import type { Operands } from "./words.ts";

// The pool's window follows thresholds and flips: size, strides, padding above and to the left, pooled size.
const WINDOW = OUTPUT + 2;

/** Calls `visit` with the windows that an output pixel of a convolution lies in. */
export function forEachPooled(o: Operands, pixel: number, visit: (window: number) => void): void {
  const [pooledHeight, pooledWidth] = [o.integer(WINDOW + 6), o.integer(WINDOW + 7)];
  const [width, height] = [o.integer(OUT_WIDTH), o.integer(OUT_HEIGHT)];
  const line = Math.floor(pixel / width);
  const image = Math.floor(line / height);
  const rows = windows(o, 0, line % height, pooledHeight);
  const columns = windows(o, 1, pixel % width, pooledWidth);
  for (let y = rows[0]; y <= rows[1]; y++) {
    for (let x = columns[0]; x <= columns[1]; x++) {
      visit((image * pooledHeight + y) * pooledWidth + x);
    }
  }
}

/** The first and the last window over a row or column. */
function windows(o: Operands, axis: number, position: number, count: number): [number, number] {
  const [size, stride] = [o.integer(WINDOW + axis), o.integer(WINDOW + 2 + axis)];
  const padded = position + o.integer(WINDOW + 4 + axis);
  const first = Math.max(0, Math.ceil((padded - size + 1) / stride));
  return [first, Math.min(count - 1, Math.floor(padded / stride))];
}

/** bits, images, height, width, pixelBytes, isUnipolar, size, strides, padding above and to the left, pooled size, out */
export function bmaxPool2d_1x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [bits, height, width, stride] = [o.word(0), o.integer(2), o.integer(3), o.integer(4) / 4];
  const [isUnipolar, outHeight, outWidth] = [o.integer(5) !== 0, o.integer(12), o.integer(13)];
  const out = o.word(14);
  const pixels = o.cell(1) * outHeight * outWidth;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const line = Math.floor(pixel / outWidth);
    const image = Math.floor(line / outHeight) * height;
    const [top, bottom] = covered(o, 0, line % outHeight, height);
    const [left, right] = covered(o, 1, pixel % outWidth, width);
    for (let t = 0; t < stride; t++) {
      let word = isUnipolar ? 0 : -1;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const value = int32[bits + ((image + y) * width + x) * stride + t];
          word = isUnipolar ? word | value : word & value;
        }
      }
      int32[out + pixel * stride + t] = word;
    }
  }
}

/** The rows or columns of the map under a window: from the first to below the second. */
function covered(o: Operands, axis: number, window: number, length: number): [number, number] {
  const start = window * o.integer(8 + axis) - o.integer(10 + axis);
  return [Math.max(0, start), Math.min(length, start + o.integer(6 + axis))];
}
