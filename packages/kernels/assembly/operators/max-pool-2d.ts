import { cut, endUnit, firstUnit } from "../piece";
import { cell, integer, offset } from "./operand";

/** bits, images, height, width, pixelBytes, isUnipolar, size, strides, padding above and to the left, pooled size, out */
export function bmaxPool2d(operands: usize): void {
  const height = integer(operands, 2);
  const width = integer(operands, 3);
  const pixelBytes = integer(operands, 4);
  const outHeight = integer(operands, 12);
  const outWidth = integer(operands, 13);
  const isUnipolar = integer(operands, 5) != 0;
  cut(cell(operands, 1) * outHeight * outWidth);
  const end = endUnit;
  let pixel = firstUnit;
  let to = offset(operands, 14) + <usize>(pixel * pixelBytes);
  while (pixel < end) {
    const line = pixel / outWidth;
    const endOfLine = min(end, (line + 1) * outWidth);
    const image = line / outHeight;
    const y = (line - image * outHeight) * integer(operands, 8) - integer(operands, 10);
    const top = image * height + max(0, y);
    const rows = min(height, y + integer(operands, 6)) - max(0, y);
    for (; pixel < endOfLine; pixel++) {
      const x = (pixel - line * outWidth) * integer(operands, 9) - integer(operands, 11);
      const left = max(0, x);
      const columns = min(width, x + integer(operands, 7)) - left;
      const from = offset(operands, 0) + <usize>((top * width + left) * pixelBytes);
      poolPixel(from, width * pixelBytes, pixelBytes, rows, columns, isUnipolar, to);
      to += pixelBytes;
    }
  }
}

/** The AND of a window of ±1, the OR of one of {0, 1}. */
function poolPixel(
  from: usize,
  rowBytes: i32,
  pixelBytes: i32,
  rows: i32,
  columns: i32,
  isUnipolar: bool,
  to: usize,
): void {
  for (let i = 0; i < pixelBytes; i += 16) {
    let bits = v128.load(from + i);
    for (let row = 0; row < rows; row++) {
      let at = from + row * rowBytes + i;
      for (let column = 0; column < columns; column++) {
        const x = v128.load(at);
        bits = isUnipolar ? v128.or(bits, x) : v128.and(bits, x);
        at += pixelBytes;
      }
    }
    v128.store(to + i, bits);
  }
}
