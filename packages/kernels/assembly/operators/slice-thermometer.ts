import { ELEMENT_INT8 } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { firstBytes, sixteenBytes } from "../vector/transpose-bits";
import { cell, integer, offset } from "./operand";

/** x, element, samples, features, count, thresholds, slices; a unit is a feature */
export function sliceThermometer(operands: usize): void {
  const samples = cell(operands, 2);
  const features = integer(operands, 3);
  const count = integer(operands, 4);
  const flip = i8x16.splat(integer(operands, 1) == ELEMENT_INT8 ? -128 : 0);
  const sliceBytes = <usize>((samples + 127) >> 7) << 4;
  const planeBytes = <usize>features * sliceBytes;
  const rowBytes = <usize>features;
  cut(features);
  const end = endUnit;
  for (let sample = 0; <usize>sample < sliceBytes << 3; sample += 16) {
    const from = offset(operands, 0) + <usize>sample * rowBytes;
    const to = offset(operands, 6) + <usize>(sample >> 3);
    const rows = samples - sample;
    const present = rows >= 16 ? 0xffff : rows <= 0 ? 0 : (1 << rows) - 1;
    for (let k = firstUnit; k < end; k++) {
      const at = from + <usize>k;
      const bytes = rows >= 16 ? sixteenBytes(at, rowBytes) : firstBytes(at, rowBytes, rows);
      const x = v128.xor(bytes, flip);
      let threshold = offset(operands, 5) + (<usize>k << 1);
      let out = to + <usize>k * sliceBytes;
      for (let i = 0; i < count; i++) {
        const reached = i8x16.ge_u(x, v128.load8_splat(threshold));
        const bits = i8x16.bitmask(v128.and(reached, v128.load8_splat(threshold, 1)));
        store<u16>(out, <u16>(bits & present));
        threshold += rowBytes << 1;
        out += planeBytes;
      }
    }
  }
}
