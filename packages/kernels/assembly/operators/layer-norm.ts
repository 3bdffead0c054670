import { laneMask, storeLanes, sumLanes } from "../vector/lanes";
import { cell, float, integer, offset } from "./operand";

/** x, rows, groups, length of a slice, gamma, beta, epsilon, addend, out */
export function layerNorm(operands: usize): void {
  const slices = cell(operands, 1) * integer(operands, 2);
  const length = integer(operands, 3);
  const gamma = offset(operands, 4);
  const beta = offset(operands, 5);
  const epsilon = float(operands, 6);
  const sliceBytes = <usize>length << 2;
  let x = offset(operands, 0);
  let addend = offset(operands, 7);
  let out = offset(operands, 8);
  for (let slice = 0; slice < slices; slice++) {
    const mean = sum(x, length) / <f32>length;
    const variance = sumOfSquares(x, mean, length) / <f32>length;
    normalize(x, mean, sqrt<f32>(variance + epsilon), gamma, beta, addend, out, length);
    x += sliceBytes;
    if (addend != 0) addend += sliceBytes;
    out += sliceBytes;
  }
}

/** Sixteen partial sums, element i in sum i mod 16, added pairwise. */
function sum(x: usize, length: i32): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let left = length;
  for (; left >= 16; left -= 16) {
    a = f32x4.add(a, v128.load(x));
    b = f32x4.add(b, v128.load(x, 16));
    c = f32x4.add(c, v128.load(x, 32));
    d = f32x4.add(d, v128.load(x, 48));
    x += 64;
  }
  if (left > 0) {
    a = f32x4.add(a, v128.and(v128.load(x), laneMask(left)));
    b = f32x4.add(b, v128.and(v128.load(x, 16), laneMask(left - 4)));
    c = f32x4.add(c, v128.and(v128.load(x, 32), laneMask(left - 8)));
    d = f32x4.add(d, v128.and(v128.load(x, 48), laneMask(left - 12)));
  }
  return sumLanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}

/** Σ (x − mean)², summed as in `sum`. */
function sumOfSquares(x: usize, mean: f32, length: i32): f32 {
  const center = f32x4.splat(mean);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let left = length;
  for (; left >= 16; left -= 16) {
    a = f32x4.add(a, square(f32x4.sub(v128.load(x), center)));
    b = f32x4.add(b, square(f32x4.sub(v128.load(x, 16), center)));
    c = f32x4.add(c, square(f32x4.sub(v128.load(x, 32), center)));
    d = f32x4.add(d, square(f32x4.sub(v128.load(x, 48), center)));
    x += 64;
  }
  if (left > 0) {
    a = f32x4.add(a, v128.and(square(f32x4.sub(v128.load(x), center)), laneMask(left)));
    b = f32x4.add(b, v128.and(square(f32x4.sub(v128.load(x, 16), center)), laneMask(left - 4)));
    c = f32x4.add(c, v128.and(square(f32x4.sub(v128.load(x, 32), center)), laneMask(left - 8)));
    d = f32x4.add(d, v128.and(square(f32x4.sub(v128.load(x, 48), center)), laneMask(left - 12)));
  }
  return sumLanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}

// @ts-ignore: decorator
@inline
function square(x: v128): v128 {
  return f32x4.mul(x, x);
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
    let y = f32x4.div(f32x4.sub(v128.load(x + at), center), divisor);
    y = f32x4.add(f32x4.mul(y, v128.load(gamma + at)), v128.load(beta + at));
    if (addend != 0) y = f32x4.add(y, v128.load(addend + at));
    storeLanes(out + at, y, length - i);
  }
}
