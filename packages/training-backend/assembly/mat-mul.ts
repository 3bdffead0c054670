// c[p] = op(a[p]) · op(b[p]), float32. Blocks of op(b) are packed into panels of 8 columns, blocks of op(a) into
// groups of 4 rows; a tile of 4×8 sums stays in registers.

// Panels of 8 columns × 256 inner steps are 8 KiB, a block of 512 columns 512 KiB: level 1 and level 2 caches.
const innerBlock: i32 = 256;
const columnBlock: i32 = 512;

/** Bytes of scratch memory that {@link matMul} needs. */
export function matMulScratchBytes(rows: i32, inner: i32, columns: i32): i32 {
  const k = min(inner, innerBlock);
  const n = min((columns + 7) & ~7, columnBlock);
  return 4 * k * (n + 4) + 128;
}

/** All sizes count elements; a row-major operand has `rowStride` elements per stored row. */
export function matMul(
  batch: i32,
  a: usize,
  aBatchStride: i32,
  aRowStride: i32,
  transposeA: i32,
  b: usize,
  bBatchStride: i32,
  bRowStride: i32,
  transposeB: i32,
  c: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  scratch: usize,
): void {
  for (let p = 0; p < batch; p++) {
    const ap = a + ((<usize>(p * aBatchStride)) << 2);
    const bp = b + ((<usize>(p * bBatchStride)) << 2);
    const cp = c + ((<usize>(p * rows * columns)) << 2);
    for (let n0 = 0; n0 < columns; n0 += columnBlock) {
      const n = min(columnBlock, columns - n0);
      for (let k0 = 0; k0 < inner; k0 += innerBlock) {
        const k = min(innerBlock, inner - k0);
        const panels = scratch + ((<usize>(4 * k)) << 2);
        if (transposeB)
          packColumnsTransposed(
            bp + ((<usize>(n0 * bRowStride + k0)) << 2),
            bRowStride,
            k,
            n,
            panels,
          );
        else packColumns(bp + ((<usize>(k0 * bRowStride + n0)) << 2), bRowStride, k, n, panels);
        const block = cp + ((<usize>n0) << 2);
        if (transposeA)
          multiplyBlock(
            ap + ((<usize>(k0 * aRowStride)) << 2),
            aRowStride,
            1,
            panels,
            block,
            columns,
            rows,
            k,
            n,
            k0,
            scratch,
          );
        else
          multiplyBlock(
            ap + ((<usize>k0) << 2),
            aRowStride,
            0,
            panels,
            block,
            columns,
            rows,
            k,
            n,
            k0,
            scratch,
          );
      }
    }
  }
}

function packColumns(b: usize, rowStride: i32, inner: i32, columns: i32, panels: usize): void {
  const stride = (<usize>rowStride) << 2;
  let to = panels;
  let n = 0;
  for (; n + 8 <= columns; n += 8) {
    let from = b + ((<usize>n) << 2);
    for (let k = 0; k < inner; k++) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += stride;
      to += 32;
    }
  }
  if (n < columns) {
    const left = columns - n;
    let from = b + ((<usize>n) << 2);
    for (let k = 0; k < inner; k++) {
      for (let i = 0; i < 8; i++) {
        store<f32>(to + ((<usize>i) << 2), i < left ? load<f32>(from + ((<usize>i) << 2)) : 0);
      }
      from += stride;
      to += 32;
    }
  }
}

function packColumnsTransposed(
  b: usize,
  rowStride: i32,
  inner: i32,
  columns: i32,
  panels: usize,
): void {
  const stride = (<usize>rowStride) << 2;
  let panel = panels;
  for (let n = 0; n < columns; n += 8) {
    for (let half = 0; half < 2; half++) {
      const first = n + 4 * half;
      packFour(
        b + <usize>first * stride,
        stride,
        inner,
        columns - first,
        panel + ((<usize>half) << 4),
        32,
      );
    }
    panel += (<usize>inner) << 5;
  }
}

/** Writes `inner` groups of 4 elements, one from each of 4 stored rows (0 where there is no row), `step` bytes apart. */
function packFour(
  from: usize,
  stride: usize,
  inner: i32,
  available: i32,
  to: usize,
  step: usize,
): void {
  if (available >= 4) {
    let k = 0;
    for (; k + 4 <= inner; k += 4) {
      const r0 = v128.load(from);
      const r1 = v128.load(from + stride);
      const r2 = v128.load(from + 2 * stride);
      const r3 = v128.load(from + 3 * stride);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(to + step, v128.shuffle<i64>(low01, low23, 1, 3));
      v128.store(to + 2 * step, v128.shuffle<i64>(high01, high23, 0, 2));
      v128.store(to + 3 * step, v128.shuffle<i64>(high01, high23, 1, 3));
      from += 16;
      to += 4 * step;
    }
    for (; k < inner; k++) {
      store<f32>(to, load<f32>(from));
      store<f32>(to, load<f32>(from + stride), 4);
      store<f32>(to, load<f32>(from + 2 * stride), 8);
      store<f32>(to, load<f32>(from + 3 * stride), 12);
      from += 4;
      to += step;
    }
    return;
  }
  for (let k = 0; k < inner; k++) {
    for (let i = 0; i < 4; i++) {
      store<f32>(to + ((<usize>i) << 2), i < available ? load<f32>(from + <usize>i * stride) : 0);
    }
    from += 4;
    to += step;
  }
}

function multiplyBlock(
  a: usize,
  rowStride: i32,
  transposed: i32,
  panels: usize,
  c: usize,
  cStride: i32,
  rows: i32,
  inner: i32,
  columns: i32,
  accumulate: i32,
  group: usize,
): void {
  const stride = (<usize>rowStride) << 2;
  const panelBytes = (<usize>inner) << 5;
  for (let m = 0; m < rows; m += 4) {
    const left = min(4, rows - m);
    if (transposed) {
      let from = a + ((<usize>m) << 2);
      let to = group;
      if (left === 4) {
        for (let k = 0; k < inner; k++) {
          v128.store(to, v128.load(from));
          from += stride;
          to += 16;
        }
      } else {
        for (let k = 0; k < inner; k++) {
          for (let i = 0; i < 4; i++) {
            store<f32>(to + ((<usize>i) << 2), i < left ? load<f32>(from + ((<usize>i) << 2)) : 0);
          }
          from += stride;
          to += 16;
        }
      }
    } else {
      packFour(a + <usize>m * stride, stride, inner, left, group, 16);
    }
    let panel = panels;
    let to = c + ((<usize>(m * cStride)) << 2);
    for (let n = 0; n < columns; n += 8) {
      multiplyTile(
        group,
        panel,
        inner,
        to,
        (<usize>cStride) << 2,
        left,
        min(8, columns - n),
        accumulate,
      );
      panel += panelBytes;
      to += 32;
    }
  }
}

@inline
function mulAdd(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

function multiplyTile(
  a: usize,
  b: usize,
  inner: i32,
  c: usize,
  cStride: usize,
  rows: i32,
  columns: i32,
  accumulate: i32,
): void {
  let s00 = f32x4.splat(0),
    s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0),
    s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0),
    s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0),
    s31 = f32x4.splat(0);
  const end = a + ((<usize>inner) << 4);
  const pairs = a + ((<usize>(inner & ~1)) << 4);
  while (a < pairs) {
    let b0 = v128.load(b),
      b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = mulAdd(s00, x, b0);
    s01 = mulAdd(s01, x, b1);
    x = v128.load32_splat(a, 4);
    s10 = mulAdd(s10, x, b0);
    s11 = mulAdd(s11, x, b1);
    x = v128.load32_splat(a, 8);
    s20 = mulAdd(s20, x, b0);
    s21 = mulAdd(s21, x, b1);
    x = v128.load32_splat(a, 12);
    s30 = mulAdd(s30, x, b0);
    s31 = mulAdd(s31, x, b1);
    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    x = v128.load32_splat(a, 16);
    s00 = mulAdd(s00, x, b0);
    s01 = mulAdd(s01, x, b1);
    x = v128.load32_splat(a, 20);
    s10 = mulAdd(s10, x, b0);
    s11 = mulAdd(s11, x, b1);
    x = v128.load32_splat(a, 24);
    s20 = mulAdd(s20, x, b0);
    s21 = mulAdd(s21, x, b1);
    x = v128.load32_splat(a, 28);
    s30 = mulAdd(s30, x, b0);
    s31 = mulAdd(s31, x, b1);
    a += 32;
    b += 64;
  }
  while (a < end) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = mulAdd(s00, x, b0);
    s01 = mulAdd(s01, x, b1);
    x = v128.load32_splat(a, 4);
    s10 = mulAdd(s10, x, b0);
    s11 = mulAdd(s11, x, b1);
    x = v128.load32_splat(a, 8);
    s20 = mulAdd(s20, x, b0);
    s21 = mulAdd(s21, x, b1);
    x = v128.load32_splat(a, 12);
    s30 = mulAdd(s30, x, b0);
    s31 = mulAdd(s31, x, b1);
    a += 16;
    b += 32;
  }
  storeRow(c, s00, s01, columns, accumulate);
  if (rows > 1) storeRow(c + cStride, s10, s11, columns, accumulate);
  if (rows > 2) storeRow(c + 2 * cStride, s20, s21, columns, accumulate);
  if (rows > 3) storeRow(c + 3 * cStride, s30, s31, columns, accumulate);
}

@inline
function storeRow(c: usize, low: v128, high: v128, columns: i32, accumulate: i32): void {
  if (columns === 8) {
    if (accumulate) {
      low = f32x4.add(low, v128.load(c));
      high = f32x4.add(high, v128.load(c, 16));
    }
    v128.store(c, low);
    v128.store(c, high, 16);
  } else storePart(c, low, high, columns, accumulate);
}

function storePart(c: usize, low: v128, high: v128, columns: i32, accumulate: i32): void {
  for (let n = 0; n < columns; n++) {
    const at = c + ((<usize>n) << 2);
    store<f32>(at, f32x4.extract_lane(low, 0) + (accumulate ? load<f32>(at) : 0));
    low = v128.shuffle<f32>(low, high, 1, 2, 3, 4);
    high = v128.shuffle<f32>(high, high, 1, 2, 3, 3);
  }
}
