import { exponentialNotAboveOne, exponentialOf } from "./exponential";
import { maximumLane, sumLanes } from "./lanes";

// AssemblyScript's own logarithm brings a table, and this module must not write to the memory that it imports.
@external("env", "log")
declare function log(x: f64): f64;

/** out[r] = e^(x[r] − max) / Σ, row by row. */
export function softmaxRows(x: usize, rows: i32, columns: i32, out: usize): void {
  for (let r = 0; r < rows; r++) {
    const largest = rowMaximum(x, columns);
    const sum = exponentialsOfRow(x, columns, largest, out);
    scaleRow(out, columns, 1 / sum);
    x += (<usize>columns) << 2;
    out += (<usize>columns) << 2;
  }
}

/** dx = (dy − Σ dy·y)·y, row by row. */
export function softmaxGradientRows(dy: usize, y: usize, rows: i32, columns: i32, dx: usize): void {
  for (let r = 0; r < rows; r++) {
    let sums = f32x4.splat(0);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      sums = f32x4.add(sums, f32x4.mul(v128.load(dy + at), v128.load(y + at)));
    }
    let dot = sumLanes(sums);
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      dot += load<f32>(dy + at) * load<f32>(y + at);
    }
    const dots = f32x4.splat(dot);
    c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      v128.store(dx + at, f32x4.mul(f32x4.sub(v128.load(dy + at), dots), v128.load(y + at)));
    }
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      store<f32>(dx + at, (load<f32>(dy + at) - dot) * load<f32>(y + at));
    }
    dy += (<usize>columns) << 2;
    y += (<usize>columns) << 2;
    dx += (<usize>columns) << 2;
  }
}

/** losses[r] = −Σ_v p_v log softmax(logits[r])_v with p = `on` at the label and `off` elsewhere, and the row's
 *  log Σ exp for the gradient. A row whose label is `ignored` costs 0. Returns the first row whose label is no class,
 *  or −1. */
export function crossEntropyRows(
  logits: usize,
  labels: usize,
  rows: i32,
  classes: i32,
  on: f32,
  off: f32,
  ignored: i32,
  losses: usize,
  logSums: usize,
): i32 {
  for (let r = 0; r < rows; r++) {
    const at = (<usize>r) << 2;
    const label = load<i32>(labels + at);
    if (label === ignored) {
      store<f32>(losses + at, 0);
      store<f32>(logSums + at, 0);
    } else {
      if (label < 0 || label >= classes) return r;
      const largest = rowMaximum(logits, classes);
      let exponentialSum: f32 = 0;
      let logitSum: f64 = 0;
      // blocks: float32 sums over thousands of classes lose digits
      for (let from = 0; from < classes; from += 256) {
        const block = logits + ((<usize>from) << 2);
        const count = min(256, classes - from);
        exponentialSum += sumOfExponentials(block, count, largest);
        if (off !== 0) logitSum += <f64>sumOfRow(block, count);
      }
      const logSum = largest + <f32>log(<f64>exponentialSum);
      const chosen = load<f32>(logits + ((<usize>label) << 2));
      const mass = <f64>on + <f64>(classes - 1) * <f64>off;
      const expected = <f64>on * <f64>chosen + <f64>off * (logitSum - <f64>chosen);
      store<f32>(
        losses + at,
        <f32>(mass * <f64>logSum - (off !== 0 ? expected : <f64>on * <f64>chosen)),
      );
      store<f32>(logSums + at, logSum);
    }
    logits += (<usize>classes) << 2;
  }
  return -1;
}

/** dLogits[r, v] = dLosses[r] · ((on + (V − 1)·off)·softmax_v − p_v); 0 in ignored rows. */
export function crossEntropyGradientRows(
  dLosses: usize,
  logits: usize,
  labels: usize,
  logSums: usize,
  rows: i32,
  classes: i32,
  on: f32,
  off: f32,
  ignored: i32,
  dLogits: usize,
): void {
  const mass = on + <f32>(classes - 1) * off;
  for (let r = 0; r < rows; r++) {
    const label = load<i32>(labels + ((<usize>r) << 2));
    if (label === ignored) memory.fill(dLogits, 0, (<usize>classes) << 2);
    else {
      const d = load<f32>(dLosses + ((<usize>r) << 2));
      const shift = f32x4.splat(load<f32>(logSums + ((<usize>r) << 2)));
      const scale = f32x4.splat(d * mass);
      const everywhere = f32x4.splat(d * off);
      let c = 0;
      for (; c + 4 <= classes; c += 4) {
        const at = (<usize>c) << 2;
        const p = exponentialNotAboveOne(f32x4.sub(v128.load(logits + at), shift));
        v128.store(dLogits + at, f32x4.sub(f32x4.mul(p, scale), everywhere));
      }
      for (; c < classes; c++) {
        const at = (<usize>c) << 2;
        const p = exponentialOf(load<f32>(logits + at) - f32x4.extract_lane(shift, 0));
        store<f32>(dLogits + at, p * d * mass - d * off);
      }
      const at = dLogits + ((<usize>label) << 2);
      store<f32>(at, load<f32>(at) - d * (on - off));
    }
    logits += (<usize>classes) << 2;
    dLogits += (<usize>classes) << 2;
  }
}

@inline
function rowMaximum(x: usize, columns: i32): f32 {
  let largest = f32x4.splat(-Infinity);
  let c = 0;
  for (; c + 4 <= columns; c += 4) largest = f32x4.max(largest, v128.load(x + ((<usize>c) << 2)));
  let most = maximumLane(largest);
  for (; c < columns; c++) most = max(most, load<f32>(x + ((<usize>c) << 2)));
  return most;
}

@inline
function exponentialsOfRow(x: usize, columns: i32, largest: f32, out: usize): f32 {
  const shift = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    const at = (<usize>c) << 2;
    const e = exponentialNotAboveOne(f32x4.sub(v128.load(x + at), shift));
    sums = f32x4.add(sums, e);
    v128.store(out + at, e);
  }
  let sum = sumLanes(sums);
  for (; c < columns; c++) {
    const at = (<usize>c) << 2;
    const e = exponentialOf(load<f32>(x + at) - largest);
    sum += e;
    store<f32>(out + at, e);
  }
  return sum;
}

@inline
function sumOfExponentials(x: usize, columns: i32, largest: f32): f32 {
  const shift = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    sums = f32x4.add(
      sums,
      exponentialNotAboveOne(f32x4.sub(v128.load(x + ((<usize>c) << 2)), shift)),
    );
  }
  let sum = sumLanes(sums);
  for (; c < columns; c++) sum += exponentialOf(load<f32>(x + ((<usize>c) << 2)) - largest);
  return sum;
}

@inline
function sumOfRow(x: usize, columns: i32): f32 {
  let sums = f32x4.splat(0);
  let c = 0;
  for (; c + 4 <= columns; c += 4) sums = f32x4.add(sums, v128.load(x + ((<usize>c) << 2)));
  let sum = sumLanes(sums);
  for (; c < columns; c++) sum += load<f32>(x + ((<usize>c) << 2));
  return sum;
}

@inline
function scaleRow(x: usize, columns: i32, factor: f32): void {
  const factors = f32x4.splat(factor);
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    const at = x + ((<usize>c) << 2);
    v128.store(at, f32x4.mul(v128.load(at), factors));
  }
  for (; c < columns; c++) {
    const at = x + ((<usize>c) << 2);
    store<f32>(at, load<f32>(at) * factor);
  }
}
