import { ELEMENT_FLOAT32, ELEMENT_INT32 } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { digitsOf, storeBytes } from "./digits";
import { bytesOf } from "./element";
import { cell, integer, offset } from "./operand";

/** x, element, rows, features, two words of step, least, greatest, out, outElement */
export function round(operands: usize): void {
  const isFloat = integer(operands, 1) == ELEMENT_FLOAT32;
  const features = integer(operands, 3);
  const step = f64x2.splat(load<f64>(operands + (4 << 2)));
  const least = f64x2.splat(<f64>integer(operands, 6));
  const greatest = f64x2.splat(<f64>integer(operands, 7));
  const outElement = integer(operands, 9);
  cut(cell(operands, 2));
  const first = firstUnit * features;
  const length = endUnit * features - first;
  const x = offset(operands, 0) + (<usize>first << 2);
  const out = offset(operands, 8) + <usize>first * bytesOf(outElement);
  for (let i = 0; i < length; i += 4) {
    const four = v128.load(x + (<usize>i << 2));
    const digits = digitsOf(four, isFloat, step, least, greatest);
    if (outElement == ELEMENT_INT32) storeLanes(out + (<usize>i << 2), digits, length - i);
    else storeBytes(out + <usize>i, digits, length - i);
  }
}
