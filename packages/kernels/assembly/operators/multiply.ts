import { ELEMENT_FLOAT32 } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";

/** a, b, element, rows, features, bFeatures, out */
export function multiply(operands: usize): void {
  const isFloat = integer(operands, 2) == ELEMENT_FLOAT32;
  const features = integer(operands, 4);
  const isWhole = integer(operands, 5) == features;
  cut(cell(operands, 3));
  const end = endUnit;
  for (let row = firstUnit; row < end; row++) {
    const start = <usize>(row * features) << 2;
    const a = offset(operands, 0) + start;
    const b = offset(operands, 1) + (isWhole ? start : <usize>row << 2);
    const out = offset(operands, 6) + start;
    const factor = v128.load32_splat(b);
    for (let c = 0; c < features; c += 4) {
      const at = <usize>c << 2;
      const x = v128.load(a + at);
      const y = isWhole ? v128.load(b + at) : factor;
      storeLanes(out + at, isFloat ? f32x4.mul(x, y) : i32x4.mul(x, y), features - c);
    }
  }
}
