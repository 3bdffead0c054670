import { sumLanes } from "./lanes";

/** y = (x − mean)/√(mean((x − mean)²) + ε)·γ + β, row by row, rounded as in the packed run (rows of a multiple of four): a
 *  sign that follows must not depend on who computed it. */
export function layerNormRows(
  x: usize,
  gamma: usize,
  beta: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  y: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const mean = rowMean(x, columns);
    const deviation = rowDeviation(x, columns, mean, epsilon);
    const means = f32x4.splat(mean);
    const deviations = f32x4.splat(deviation);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      const normal = f32x4.div(f32x4.sub(v128.load(x + at), means), deviations);
      v128.store(y + at, f32x4.add(f32x4.mul(normal, v128.load(gamma + at)), v128.load(beta + at)));
    }
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      const normal = (load<f32>(x + at) - mean) / deviation;
      store<f32>(y + at, normal * load<f32>(gamma + at) + load<f32>(beta + at));
    }
    x += (<usize>columns) << 2;
    y += (<usize>columns) << 2;
  }
}

/** With n = (x − mean)/deviation and g = dy·γ:  dx = (g − mean(g) − n·mean(g·n))/deviation,  dγ = Σ dy·n,  dβ = Σ dy. */
export function layerNormGradientRows(
  dy: usize,
  x: usize,
  gamma: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  dx: usize,
  dGamma: usize,
  dBeta: usize,
): void {
  memory.fill(dGamma, 0, (<usize>columns) << 2);
  memory.fill(dBeta, 0, (<usize>columns) << 2);
  for (let r = 0; r < rows; r++) {
    const mean = rowMean(x, columns);
    const scale: f32 = 1 / rowDeviation(x, columns, mean, epsilon);
    const means = f32x4.splat(mean);
    const scales = f32x4.splat(scale);
    let sumG = f32x4.splat(0);
    let sumGN = f32x4.splat(0);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      const d = v128.load(dy + at);
      const n = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      const dn = f32x4.mul(d, n);
      const g = v128.load(gamma + at);
      sumG = f32x4.add(sumG, f32x4.mul(d, g));
      sumGN = f32x4.add(sumGN, f32x4.mul(dn, g));
      v128.store(dGamma + at, f32x4.add(v128.load(dGamma + at), dn));
      v128.store(dBeta + at, f32x4.add(v128.load(dBeta + at), d));
    }
    let meanG = sumLanes(sumG);
    let meanGN = sumLanes(sumGN);
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      const d = load<f32>(dy + at);
      const n = (load<f32>(x + at) - mean) * scale;
      const g = load<f32>(gamma + at);
      meanG += d * g;
      meanGN += d * n * g;
      store<f32>(dGamma + at, load<f32>(dGamma + at) + d * n);
      store<f32>(dBeta + at, load<f32>(dBeta + at) + d);
    }
    meanG /= <f32>columns;
    meanGN /= <f32>columns;
    const meansG = f32x4.splat(meanG);
    const meansGN = f32x4.splat(meanGN);
    c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      const n = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      const g = f32x4.mul(v128.load(dy + at), v128.load(gamma + at));
      const centred = f32x4.sub(f32x4.sub(g, meansG), f32x4.mul(n, meansGN));
      v128.store(dx + at, f32x4.mul(centred, scales));
    }
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      const n = (load<f32>(x + at) - mean) * scale;
      const g = load<f32>(dy + at) * load<f32>(gamma + at);
      store<f32>(dx + at, (g - meanG - n * meanGN) * scale);
    }
    dy += (<usize>columns) << 2;
    x += (<usize>columns) << 2;
    dx += (<usize>columns) << 2;
  }
}

@inline
function rowMean(x: usize, columns: i32): f32 {
  return rowSum(x, columns, 0, false) / <f32>columns;
}

/** √(mean((x − mean)²) + ε) */
@inline
function rowDeviation(x: usize, columns: i32, mean: f32, epsilon: f32): f32 {
  return sqrt<f32>(rowSum(x, columns, mean, true) / <f32>columns + epsilon);
}

/** Σ x, or Σ (x − mean)²: sixteen partial sums, element c in sum c mod 16, added pairwise. */
@inline
function rowSum(x: usize, columns: i32, mean: f32, squared: bool): f32 {
  const means = f32x4.splat(mean);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let left = columns;
  for (; left >= 16; left -= 16) {
    a = f32x4.add(a, term(v128.load(x), means, squared));
    b = f32x4.add(b, term(v128.load(x, 16), means, squared));
    c = f32x4.add(c, term(v128.load(x, 32), means, squared));
    d = f32x4.add(d, term(v128.load(x, 48), means, squared));
    x += 64;
  }
  if (left >= 4) a = f32x4.add(a, term(v128.load(x), means, squared));
  if (left >= 8) b = f32x4.add(b, term(v128.load(x, 16), means, squared));
  if (left >= 12) c = f32x4.add(c, term(v128.load(x, 32), means, squared));
  let sum = sumLanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  for (let i = left & ~3; i < left; i++) {
    const last = f32x4.splat(load<f32>(x + ((<usize>i) << 2)));
    sum += f32x4.extract_lane(term(last, means, squared), 0);
  }
  return sum;
}

@inline
function term(x: v128, means: v128, squared: bool): v128 {
  if (!squared) return x;
  const distance = f32x4.sub(x, means);
  return f32x4.mul(distance, distance);
}
