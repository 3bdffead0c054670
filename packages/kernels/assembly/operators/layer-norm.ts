import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { deviationOf, meanOf, normalized } from "../vector/moments";
import { cell, float, integer, offset } from "./operand";

/** x, rows, groups, length of a slice, gamma, beta, epsilon, addend, out, centered */
export function layerNorm(operands: usize): void {
  const slices = cell(operands, 1) * integer(operands, 2);
  const length = integer(operands, 3);
  const gamma = offset(operands, 4);
  const beta = offset(operands, 5);
  const epsilon = float(operands, 6);
  const isCentered = integer(operands, 9) != 0;
  const sliceBytes = <usize>length << 2;
  cut(slices);
  const first = firstUnit;
  const end = endUnit;
  let x = offset(operands, 0) + <usize>first * sliceBytes;
  let addend = offset(operands, 7);
  if (addend != 0) addend += <usize>first * sliceBytes;
  let out = offset(operands, 8) + <usize>first * sliceBytes;
  for (let slice = first; slice < end; slice++) {
    const mean = isCentered ? meanOf(x, length) : <f32>0;
    const deviation = deviationOf(x, mean, length, epsilon);
    normalize(x, mean, deviation, gamma, beta, addend, out, length);
    x += sliceBytes;
    if (addend != 0) addend += sliceBytes;
    out += sliceBytes;
  }
}

// @ts-ignore: decorator
@inline
function normalize(
  x: usize,
  mean: f32,
  deviation: f32,
  gamma: usize,
  beta: usize,
  addend: usize,
  out: usize,
  length: i32,
): void {
  const center = f32x4.splat(mean);
  const divisor = f32x4.splat(deviation);
  for (let i = 0; i < length; i += 4) {
    const at = <usize>i << 2;
    let y = normalized(v128.load(x + at), center, divisor, gamma + at, beta + at);
    if (addend != 0) y = f32x4.add(y, v128.load(addend + at));
    storeLanes(out + at, y, length - i);
  }
}
