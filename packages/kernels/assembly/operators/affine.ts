import { ELEMENT_FLOAT32, ELEMENT_INT32 } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { bytesOf, loadFour } from "./element";
import { cell, integer, offset } from "./operand";
import { activate } from "./output";

/** x, element, rows, features, scales, offsets, slopes, relu, after, out */
export function affine(operands: usize): void {
  const element = integer(operands, 1);
  const isFloat = element == ELEMENT_FLOAT32;
  const isByte = !isFloat && element != ELEMENT_INT32;
  const size = bytesOf(element);
  const features = integer(operands, 3);
  const scales = offset(operands, 4);
  const offsets = offset(operands, 5);
  const slopes = offset(operands, 6);
  const relu = integer(operands, 7);
  const after = offset(operands, 8);
  const rowBytes = <usize>features << 2;
  cut(cell(operands, 2));
  const end = endUnit;
  let x = offset(operands, 0) + <usize>(firstUnit * features) * size;
  let out = offset(operands, 9) + <usize>firstUnit * rowBytes;
  for (let row = firstUnit; row < end; row++) {
    for (let c = 0; c < features; c += 4) {
      const at = <usize>c << 2;
      let y = isByte ? loadFour(x + <usize>c, element) : v128.load(x + at);
      if (!isFloat) y = f32x4.convert_i32x4_s(y);
      if (scales != 0) y = f32x4.mul(y, v128.load(scales + at));
      y = activate(y, offsets, slopes, at, relu);
      if (after != 0) y = f32x4.add(y, v128.load(after + at));
      storeLanes(out + at, y, features - c);
    }
    x += <usize>features * size;
    out += rowBytes;
  }
}
