import {
  FLOAT32_TABLE_BLOCK_BYTES,
  FLOAT32_TRAILER_BYTES,
  HALF_BITS,
  INT8_TABLE_BLOCK_BYTES,
  INT8_TRAILER_BYTES,
  MAXIMUM_WEIGHT_PLANES,
} from "../../src/tape/tables";
import { tableGemmFloat32Row, tableGemmRow, tableGemmRowPair } from "../choice";
import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { PANEL_COLUMNS, SUMS, SUMS_ROW_BYTES } from "../sums";
import { storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";
import {
  activate,
  activationOf,
  biasOf,
  columnScalesOf,
  INT8,
  isPlain,
  outOf,
  SCALED,
  scaled,
  scaleOfRow,
  storeReals,
} from "./output";
import { storeSixteenSigns } from "./signs-of-sums";

/** Bytes of a group of 16 channels and 32 activations of one bit. */
const GROUP_BLOCK_BYTES: usize = 64;

/** The output's operands, in bytes behind the first. */
const OUTPUT: usize = 11 << 2;

/** Stores the sums at SUMS + SUMS_ROW_BYTES·row of columns n to below n + columns. `trailer` is the row's. */
type StoreRow = (row: i32, sums: usize, trailer: usize, n: i32, columns: i32, operands: usize) => void;

// The operands of all products with tables start with
// tables, weights, rows, outFeatures, blocks, planes, code offset, four plane weights

/** …, out */
export function tableGemmInt32(operands: usize): void {
  int8Product(operands, storeInt32Row);
}

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function tableGemm(operands: usize): void {
  int8Product(operands, storeScaledRow);
}

/** …, rowScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function tableGemmInt8(operands: usize): void {
  int8Product(operands, storeInt8Row);
}

/** …, thresholds, flips, out */
export function tableGemmSign(operands: usize): void {
  int8Product(operands, storeSignRow);
}

// A piece's columns are whole panels of any number of planes: all of those divide PANEL_COLUMNS.

/** Rows outside, in pairs, so that their tables stay in the cache; the weights stream once a pair. */
function int8Product(operands: usize, storeRow: StoreRow): void {
  const rows = cell(operands, 2);
  const outFeatures = integer(operands, 3);
  const blocks = integer(operands, 4);
  const planes = integer(operands, 5);
  const trailer = <usize>blocks * INT8_TABLE_BLOCK_BYTES;
  const rowBytes = trailer + INT8_TRAILER_BYTES;
  const panelColumns = panelOf(planes);
  cutProduct(rows, outFeatures, PANEL_COLUMNS);
  const start = firstRow;
  const end = endRow;
  const first = firstColumn;
  const last = endColumn;
  let tables = offset(operands, 0) + <usize>start * rowBytes;
  for (let row = start; row < end; row += 2) {
    let w = offset(operands, 1) + <usize>((first >> 4) * planes * blocks) * GROUP_BLOCK_BYTES;
    const pair = row + 1 < end;
    for (let n = first; n < last; n += panelColumns) {
      const columns = min(outFeatures - n, panelColumns);
      const groups = ((columns + 15) >> 4) * planes;
      if (pair) tableGemmRowPair(tables, tables + rowBytes, w, groups, blocks, SUMS);
      else tableGemmRow(tables, w, groups, blocks, SUMS);
      storeRow(row, SUMS, tables + trailer, n, columns, operands);
      if (pair) {
        storeRow(row + 1, SUMS + SUMS_ROW_BYTES, tables + rowBytes + trailer, n, columns, operands);
      }
      w += <usize>(groups * blocks) * GROUP_BLOCK_BYTES;
    }
    tables += rowBytes << 1;
  }
}

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function tableGemmFloat32(operands: usize): void {
  const rows = cell(operands, 2);
  const outFeatures = integer(operands, 3);
  const blocks = integer(operands, 4);
  const planes = integer(operands, 5);
  const panelColumns = panelOf(planes);
  const rowBytes = <usize>blocks * FLOAT32_TABLE_BLOCK_BYTES + FLOAT32_TRAILER_BYTES;
  cutProduct(rows, outFeatures, PANEL_COLUMNS);
  const start = firstRow;
  const end = endRow;
  const first = firstColumn;
  const last = endColumn;
  let tables = offset(operands, 0) + <usize>start * rowBytes;
  for (let row = start; row < end; row++) {
    let w = offset(operands, 1) + <usize>((first >> 4) * planes * blocks) * GROUP_BLOCK_BYTES;
    const trailer = tables + <usize>blocks * FLOAT32_TABLE_BLOCK_BYTES;
    for (let n = first; n < last; n += panelColumns) {
      const columns = min(outFeatures - n, panelColumns);
      const groups = ((columns + 15) >> 4) * planes;
      tableGemmFloat32Row(tables, w, groups, blocks, SUMS);
      storeFloat32Row(row, trailer, n, columns, operands);
      w += <usize>(groups * blocks) * GROUP_BLOCK_BYTES;
    }
    tables = trailer + FLOAT32_TRAILER_BYTES;
  }
}

/** Columns whose sums of all planes fit a panel. */
function panelOf(planes: i32): i32 {
  return (MAXIMUM_WEIGHT_PLANES / planes) << 4;
}

/** offset·Σa + (Σ of plane weights)·Σ min(a, 0): what a row adds to all its outputs. */
function rowConstant(trailer: usize, operands: usize, sumAt: usize, negativeAt: usize): v128 {
  let weights = 0;
  for (let plane: usize = 0; plane < <usize>MAXIMUM_WEIGHT_PLANES; plane++) {
    weights += integer(operands, 7 + plane);
  }
  const sum = load<i32>(trailer + sumAt);
  return i32x4.splat(integer(operands, 6) * sum + weights * load<i32>(trailer + negativeAt));
}

/** constant + Σ_plane weight·sum of four columns, the planes `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function combinePlanes(constant: v128, sums: usize, stride: usize, planes: usize, operands: usize): v128 {
  // The first plane, often the only one, outside of the loop.
  let total = i32x4.add(constant, i32x4.mul(i32x4.splat(integer(operands, 7)), v128.load(sums)));
  for (let plane: usize = 1; plane < planes; plane++) {
    const weight = i32x4.splat(integer(operands, 7 + plane));
    total = i32x4.add(total, i32x4.mul(weight, v128.load(sums + plane * stride)));
  }
  return total;
}

function storeScaledRow(row: i32, sums: usize, trailer: usize, n: i32, columns: i32, operands: usize): void {
  storeRealRow(SCALED, row, sums, trailer, n, columns, operands);
}

function storeInt8Row(row: i32, sums: usize, trailer: usize, n: i32, columns: i32, operands: usize): void {
  storeRealRow(INT8, row, sums, trailer, n, columns, operands);
}

function storeInt32Row(row: i32, sums: usize, trailer: usize, n: i32, columns: i32, operands: usize): void {
  const planes = offset(operands, 5);
  const constant = rowConstant(trailer, operands, 0, 4);
  const to = offset(operands, 11) + (<usize>(row * integer(operands, 3) + n) << 2);
  for (let i = 0; i < columns; i += 4) {
    const from = sums + ((<usize>(i >> 4) * planes) << 6) + (<usize>(i & 15) << 2);
    const total = combinePlanes(constant, from, 64, planes, operands);
    storeLanes(to + (<usize>i << 2), total, columns - i);
  }
}

function storeSignRow(row: i32, sums: usize, trailer: usize, n: i32, columns: i32, operands: usize): void {
  const planes = offset(operands, 5);
  const outFeatures = integer(operands, 3);
  const constant = rowConstant(trailer, operands, 0, 4);
  for (let i = 0; i < columns; i += 16) {
    // Totals in place of sums that have been read.
    const to = sums + (<usize>i << 2);
    const from = sums + ((<usize>(i >> 4) * planes) << 6);
    for (let four: usize = 0; four < 64; four += 16) {
      v128.store(to + four, combinePlanes(constant, from + four, 64, planes, operands));
    }
    storeSixteenSigns(operands + OUTPUT, row, n + i, outFeatures, to);
  }
}

// @ts-ignore: decorator
@inline
function storeRealRow(
  kind: i32,
  row: i32,
  sums: usize,
  trailer: usize,
  n: i32,
  columns: i32,
  operands: usize,
): void {
  const planes = offset(operands, 5);
  const outFeatures = integer(operands, 3);
  const constant = rowConstant(trailer, operands, 0, 4);
  const output = operands + OUTPUT;
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const rowScale = scaleOfRow(output, row);
  for (let i = 0; i < columns; i += 4) {
    const from = sums + ((<usize>(i >> 4) * planes) << 6) + (<usize>(i & 15) << 2);
    const total = combinePlanes(constant, from, 64, planes, operands);
    const dots = f32x4.convert_i32x4_s(total);
    const at = <usize>(n + i) << 2;
    const y = scaled(dots, rowScale, columnScales, bias, activation, operands + OUTPUT, at);
    storeReals(kind, operands + OUTPUT, row, n + i, outFeatures, y);
  }
}

function storeFloat32Row(row: i32, trailer: usize, n: i32, columns: i32, operands: usize): void {
  const output = operands + OUTPUT;
  if (isPlain(output) && columnScalesOf(output) != 0) {
    storeFloat32As(true, row, trailer, n, columns, operands);
  } else storeFloat32As(false, row, trailer, n, columns, operands);
}

// @ts-ignore: decorator
@inline
function storeFloat32As(
  plain: bool,
  row: i32,
  trailer: usize,
  n: i32,
  columns: i32,
  operands: usize,
): void {
  const planes = offset(operands, 5);
  const constantLow = rowConstant(trailer, operands, 0, 8);
  const constantHigh = rowConstant(trailer, operands, 4, 12);
  const scaleOfTables = v128.load32_splat(trailer + 16);
  const output = operands + OUTPUT;
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const rowScale = scaleOfRow(output, row);
  const to = outOf(output) + (<usize>(row * integer(operands, 3)) << 2);
  for (let i = 0; i < columns; i += 4) {
    const at = <usize>(n + i) << 2;
    const from = SUMS + ((<usize>(i >> 4) * planes) << 7) + (<usize>(i & 15) << 2);
    const low = combinePlanes(constantLow, from, 128, planes, operands);
    const high = combinePlanes(constantHigh, from + 64, 128, planes, operands);
    const upper = f32x4.mul(f32x4.convert_i32x4_s(high), f32x4.splat(<f32>(1 << HALF_BITS)));
    const codes = f32x4.add(upper, f32x4.convert_i32x4_s(low));
    // Twice scaled, not once by the product of the scales: that may underflow where the output does not.
    const sums = f32x4.mul(codes, scaleOfTables);
    const y = plain
      ? activate(f32x4.mul(sums, v128.load(columnScales + at)), bias, 0, at, activation)
      : scaled(sums, rowScale, columnScales, bias, activation, operands + OUTPUT, at);
    storeLanes(to + at, y, columns - i);
  }
}
