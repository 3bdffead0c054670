// out[r, c] = a[r·aRow + c·aColumn] ∘ b[r·bRow + c·bColumn]; column strides are 0 (one value for the row) or 1.

const ADD: i32 = 0;
const SUBTRACT: i32 = 1;
const MULTIPLY: i32 = 2;
const DIVIDE: i32 = 3;
const MAXIMUM: i32 = 4;
const MINIMUM: i32 = 5;
const SQUARED_DIFFERENCE: i32 = 6;
const LESS: i32 = 7;
const LESS_EQUAL: i32 = 8;
const GREATER: i32 = 9;
const GREATER_EQUAL: i32 = 10;
const EQUAL: i32 = 11;
const NOT_EQUAL: i32 = 12;

@inline
function lanes(op: i32, x: v128, y: v128): v128 {
  if (op === ADD) return f32x4.add(x, y);
  if (op === SUBTRACT) return f32x4.sub(x, y);
  if (op === MULTIPLY) return f32x4.mul(x, y);
  if (op === DIVIDE) return f32x4.div(x, y);
  if (op === MAXIMUM) return f32x4.max(x, y);
  if (op === MINIMUM) return f32x4.min(x, y);
  if (op === SQUARED_DIFFERENCE) {
    const d = f32x4.sub(x, y);
    return f32x4.mul(d, d);
  }
  if (op === LESS) return f32x4.lt(x, y);
  if (op === LESS_EQUAL) return f32x4.le(x, y);
  if (op === GREATER) return f32x4.gt(x, y);
  if (op === GREATER_EQUAL) return f32x4.ge(x, y);
  if (op === EQUAL) return f32x4.eq(x, y);
  return f32x4.ne(x, y);
}

@inline
function operand(at: usize, index: i32, columnStride: i32, splat: v128): v128 {
  return columnStride ? v128.load(at + ((<usize>index) << 2)) : splat;
}

@inline
function numberRow(
  op: i32,
  a: usize,
  aColumn: i32,
  b: usize,
  bColumn: i32,
  out: usize,
  columns: i32,
): void {
  const x = v128.load32_splat(a);
  const y = v128.load32_splat(b);
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    v128.store(
      out + ((<usize>c) << 2),
      lanes(op, operand(a, c, aColumn, x), operand(b, c, bColumn, y)),
    );
  }
  for (; c < columns; c++) {
    const left = v128.load32_splat(a + ((<usize>(c * aColumn)) << 2));
    const right = v128.load32_splat(b + ((<usize>(c * bColumn)) << 2));
    store<f32>(out + ((<usize>c) << 2), f32x4.extract_lane(lanes(op, left, right), 0));
  }
}

@inline
function truthRow(
  op: i32,
  a: usize,
  aColumn: i32,
  b: usize,
  bColumn: i32,
  out: usize,
  columns: i32,
): void {
  const x = v128.load32_splat(a);
  const y = v128.load32_splat(b);
  let c = 0;
  for (; c + 16 <= columns; c += 16) {
    const m0 = lanes(op, operand(a, c, aColumn, x), operand(b, c, bColumn, y));
    const m1 = lanes(op, operand(a, c + 4, aColumn, x), operand(b, c + 4, bColumn, y));
    const m2 = lanes(op, operand(a, c + 8, aColumn, x), operand(b, c + 8, bColumn, y));
    const m3 = lanes(op, operand(a, c + 12, aColumn, x), operand(b, c + 12, bColumn, y));
    const low = i16x8.narrow_i32x4_s(m0, m1);
    const high = i16x8.narrow_i32x4_s(m2, m3);
    v128.store(out + <usize>c, v128.and(i8x16.narrow_i16x8_s(low, high), i8x16.splat(1)));
  }
  for (; c < columns; c++) {
    const left = v128.load32_splat(a + ((<usize>(c * aColumn)) << 2));
    const right = v128.load32_splat(b + ((<usize>(c * bColumn)) << 2));
    store<u8>(out + <usize>c, <u8>(i32x4.extract_lane(lanes(op, left, right), 0) & 1));
  }
}

@inline
function rowsOf(
  op: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  out: usize,
  rows: i32,
  columns: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const x = a + ((<usize>(r * aRow)) << 2);
    const y = b + ((<usize>(r * bRow)) << 2);
    if (op >= LESS) truthRow(op, x, aColumn, y, bColumn, out + <usize>(r * columns), columns);
    else numberRow(op, x, aColumn, y, bColumn, out + ((<usize>(r * columns)) << 2), columns);
  }
}

@inline
function byStrides(
  op: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  out: usize,
  rows: i32,
  columns: i32,
): void {
  if (aColumn && bColumn) rowsOf(op, a, aRow, 1, b, bRow, 1, out, rows, columns);
  else if (aColumn) rowsOf(op, a, aRow, 1, b, bRow, 0, out, rows, columns);
  else rowsOf(op, a, aRow, 0, b, bRow, bColumn, out, rows, columns);
}

/** Numbers for op < 7, bytes 0 and 1 for the comparisons. */
export function binary(
  op: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  out: usize,
  rows: i32,
  columns: i32,
): void {
  switch (op) {
    case ADD:
      byStrides(ADD, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case SUBTRACT:
      byStrides(SUBTRACT, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case MULTIPLY:
      byStrides(MULTIPLY, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case DIVIDE:
      byStrides(DIVIDE, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case MAXIMUM:
      byStrides(MAXIMUM, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case MINIMUM:
      byStrides(MINIMUM, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case SQUARED_DIFFERENCE:
      byStrides(SQUARED_DIFFERENCE, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case LESS:
      byStrides(LESS, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case LESS_EQUAL:
      byStrides(LESS_EQUAL, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case GREATER:
      byStrides(GREATER, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case GREATER_EQUAL:
      byStrides(GREATER_EQUAL, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    case EQUAL:
      byStrides(EQUAL, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
      break;
    default:
      byStrides(NOT_EQUAL, a, aRow, aColumn, b, bRow, bColumn, out, rows, columns);
  }
}
