import { laneMask, sumLanes } from "./lanes";

/** The mean of `length` floats. */
// @ts-ignore: decorator
@inline
export function meanOf(x: usize, length: i32): f32 {
  return sum(x, length) / <f32>length;
}

/** √(mean of (x − mean)² + epsilon). */
// @ts-ignore: decorator
@inline
export function deviationOf(x: usize, mean: f32, length: i32, epsilon: f32): f32 {
  return sqrt<f32>(sumOfSquares(x, mean, length) / <f32>length + epsilon);
}

/** (x − mean)/deviation·gamma + beta, the latter two at their addresses. */
// @ts-ignore: decorator
@inline
export function normalized(x: v128, mean: v128, deviation: v128, gamma: usize, beta: usize): v128 {
  const y = f32x4.div(f32x4.sub(x, mean), deviation);
  return f32x4.add(f32x4.mul(y, v128.load(gamma)), v128.load(beta));
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
