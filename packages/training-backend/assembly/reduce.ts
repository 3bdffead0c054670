import { maximumLane, sumLanes } from "./lanes";

// Sums run in float32 lanes over at most this many elements and in float64 beyond: a long float32 sum loses digits.
const sumBlock: i32 = 1024;

/** out[r] = scale · Σ_c x[r, c] */
export function sumRows(x: usize, rows: i32, columns: i32, scale: f64, out: usize): void {
  for (let r = 0; r < rows; r++) {
    store<f32>(out + ((<usize>r) << 2), <f32>(scale * sumRow(x, columns)));
    x += (<usize>columns) << 2;
  }
}

function sumRow(x: usize, columns: i32): f64 {
  let total: f64 = 0;
  for (let from = 0; from < columns; from += sumBlock) {
    const count = min(sumBlock, columns - from);
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let c = 0;
    for (; c + 8 <= count; c += 8) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x, 16));
      x += 32;
    }
    total += <f64>sumLanes(f32x4.add(s0, s1));
    for (; c < count; c++) {
      total += <f64>load<f32>(x);
      x += 4;
    }
  }
  return total;
}

/** out[r] = max_c x[r, c]; NaN if the row holds one. */
export function maximumRows(x: usize, rows: i32, columns: i32, out: usize): void {
  for (let r = 0; r < rows; r++) {
    let largest = f32x4.splat(-Infinity);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      largest = f32x4.max(largest, v128.load(x));
      x += 16;
    }
    let most = maximumLane(largest);
    for (; c < columns; c++) {
      most = max(most, load<f32>(x));
      x += 4;
    }
    store<f32>(out + ((<usize>r) << 2), most);
  }
}

/** out[c] = Σ_r x[r, c] */
export function sumColumns(x: usize, rows: i32, columns: i32, out: usize): void {
  memory.fill(out, 0, (<usize>columns) << 2);
  for (let r = 0; r < rows; r++) {
    addInto(out, x, columns);
    x += (<usize>columns) << 2;
  }
}

/** out[ids[n], c] += x[n, c], rows with an id outside [0, segments) left out; out is cleared first. */
export function sumSegments(
  x: usize,
  ids: usize,
  count: i32,
  columns: i32,
  segments: i32,
  out: usize,
): void {
  memory.fill(out, 0, (<usize>(segments * columns)) << 2);
  for (let n = 0; n < count; n++) {
    const id = load<i32>(ids + ((<usize>n) << 2));
    if (id < 0 || id >= segments) continue;
    addInto(out + ((<usize>(id * columns)) << 2), x + ((<usize>(n * columns)) << 2), columns);
  }
}

@inline
function addInto(out: usize, x: usize, count: i32): void {
  let c = 0;
  for (; c + 4 <= count; c += 4) {
    const at = (<usize>c) << 2;
    v128.store(out + at, f32x4.add(v128.load(out + at), v128.load(x + at)));
  }
  for (; c < count; c++) {
    const at = (<usize>c) << 2;
    store<f32>(out + at, load<f32>(out + at) + load<f32>(x + at));
  }
}

/** out[n, …] = table[ids[n], …], rows of `rowBytes`. Returns the first n whose id is outside the table, or −1. */
export function gatherRows(
  table: usize,
  tableRows: i32,
  ids: usize,
  count: i32,
  rowBytes: i32,
  out: usize,
): i32 {
  for (let n = 0; n < count; n++) {
    const id = load<i32>(ids + ((<usize>n) << 2));
    if (id < 0 || id >= tableRows) return n;
    memory.copy(out + <usize>(n * rowBytes), table + <usize>(id * rowBytes), <usize>rowBytes);
  }
  return -1;
}
