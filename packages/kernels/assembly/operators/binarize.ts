import { cut, endUnit, firstUnit } from "../piece";
import { absoluteMaximum } from "../vector/absolute-maximum";
import { storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";
import { tokenScale } from "./token-scale";

/** x, rows, groups, length of a slice, out */
export function binarize(operands: usize): void {
  const slices = cell(operands, 1) * integer(operands, 2);
  const length = integer(operands, 3);
  cut(slices);
  const first = firstUnit;
  const end = endUnit;
  let x = offset(operands, 0) + (<usize>(first * length) << 2);
  let out = offset(operands, 4) + (<usize>(first * length) << 2);
  for (let slice = first; slice < end; slice++) {
    const half = f32x4.splat(tokenScale(absoluteMaximum(x, length)));
    for (let i = 0; i < length; i += 4) {
      const at = (<usize>i) << 2;
      const negative = f32x4.lt(v128.load(x + at), f32x4.splat(0));
      storeLanes(out + at, v128.bitselect(f32x4.neg(half), half, negative), length - i);
    }
    x += (<usize>length) << 2;
    out += (<usize>length) << 2;
  }
}
