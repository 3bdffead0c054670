import { maximumLane } from "./lanes";

/** scales[r] = max_c |x[r, c]| + ε;  y = −scale/2 where x < 0, else +scale/2. */
export function binarizeRows(
  x: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  y: usize,
  scales: usize,
): void {
  for (let r = 0; r < rows; r++) {
    let largest = f32x4.splat(0);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      largest = f32x4.max(largest, f32x4.abs(v128.load(x + ((<usize>c) << 2))));
    }
    let most = maximumLane(largest);
    for (; c < columns; c++) most = max(most, abs<f32>(load<f32>(x + ((<usize>c) << 2))));
    const scale = most + epsilon;
    store<f32>(scales + ((<usize>r) << 2), scale);
    const halves = f32x4.splat(scale * 0.5);
    c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      v128.store(y + at, withSign(halves, v128.load(x + at)));
    }
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      store<f32>(y + at, load<f32>(x + at) < 0 ? scale * -0.5 : scale * 0.5);
    }
    x += (<usize>columns) << 2;
    y += (<usize>columns) << 2;
  }
}

/** scales[c] = max_r |x[r, c]| + ε;  y as in {@link binarizeRows}. */
export function binarizeColumns(
  x: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  y: usize,
  scales: usize,
): void {
  memory.fill(scales, 0, (<usize>columns) << 2);
  for (let r = 0; r < rows; r++) {
    const row = x + ((<usize>(r * columns)) << 2);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      v128.store(scales + at, f32x4.max(v128.load(scales + at), f32x4.abs(v128.load(row + at))));
    }
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      store<f32>(scales + at, max(load<f32>(scales + at), abs<f32>(load<f32>(row + at))));
    }
  }
  for (let c = 0; c < columns; c++) {
    const at = scales + ((<usize>c) << 2);
    store<f32>(at, load<f32>(at) + epsilon);
  }
  for (let r = 0; r < rows; r++) {
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      const halves = f32x4.mul(v128.load(scales + at), f32x4.splat(0.5));
      v128.store(y + at, withSign(halves, v128.load(x + at)));
    }
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      const half = load<f32>(scales + at) * 0.5;
      store<f32>(y + at, load<f32>(x + at) < 0 ? -half : half);
    }
    x += (<usize>columns) << 2;
    y += (<usize>columns) << 2;
  }
}

/** With u = |x|/scale: dx = dy where u ≤ limit, else 0; or, with a triangle of slope h > 0, dx = dy · max(0, h − h²u). */
export function binarizeGradientRows(
  dy: usize,
  x: usize,
  scales: usize,
  rows: i32,
  columns: i32,
  perColumn: i32,
  limit: f32,
  triangleSlope: f32,
  dx: usize,
): void {
  const limits = f32x4.splat(limit);
  const fall = triangleSlope * triangleSlope;
  for (let r = 0; r < rows; r++) {
    const own = perColumn ? scales : scales + ((<usize>r) << 2);
    const shared = v128.load32_splat(own);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      const scale = perColumn ? v128.load(own + at) : shared;
      const u = f32x4.div(f32x4.abs(v128.load(x + at)), scale);
      const gradient = v128.load(dy + at);
      v128.store(
        dx + at,
        triangleSlope > 0
          ? f32x4.mul(gradient, triangleAt(u, triangleSlope, fall))
          : v128.and(gradient, f32x4.le(u, limits)),
      );
    }
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      const scale = perColumn ? load<f32>(own + at) : f32x4.extract_lane(shared, 0);
      const u = abs<f32>(load<f32>(x + at)) / scale;
      const gradient = load<f32>(dy + at);
      store<f32>(
        dx + at,
        triangleSlope > 0
          ? gradient * max<f32>(0, triangleSlope - fall * u)
          : u <= limit
            ? gradient
            : 0,
      );
    }
    dy += (<usize>columns) << 2;
    x += (<usize>columns) << 2;
    dx += (<usize>columns) << 2;
  }
}

@inline
function triangleAt(u: v128, slope: f32, fall: f32): v128 {
  const height = f32x4.sub(f32x4.splat(slope), f32x4.mul(f32x4.splat(fall), u));
  return f32x4.max(f32x4.splat(0), height);
}

@inline
function withSign(magnitudes: v128, x: v128): v128 {
  // not the sign bit of x: −0 counts as +
  const negative = f32x4.lt(x, f32x4.splat(0));
  return v128.xor(magnitudes, v128.and(negative, i32x4.splat(0x80000000)));
}
