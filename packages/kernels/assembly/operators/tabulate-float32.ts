import {
  FLOAT32_DIGIT_BITS,
  FLOAT32_TABLE_BLOCK_BYTES,
  FLOAT32_TRAILER_BYTES,
  HALF_BITS,
  LARGEST_FLOAT32_CODE,
  TABLE_BLOCK,
} from "../../src/tape/tables";
import { cut, endUnit, firstUnit } from "../piece";
import { SUMS } from "../sums";
import { absoluteMaximum } from "../vector/absolute-maximum";
import { constant } from "../vector/constants";
import { sumInt32LanesOfFour } from "../vector/lanes";
import { cell, integer, offset } from "./operand";

const SMALLEST_SCALE: f32 = 1.1754943508222875e-38; // 2⁻¹²⁶: below it a float loses bits
const FIRST_BIT: usize = memory.data<i32>([0, -1, 0, -1], 16);
const SECOND_BIT: usize = memory.data<i32>([0, 0, -1, -1], 16);
const HALF: usize = memory.data<i32>([4095, 4095, 4095, 4095], 16);
const DIGIT: usize = memory.data<i16>([63, 63, 63, 63, 63, 63, 63, 63], 16);

/** x, rows, features, blocks, tables */
export function tabulateFloat32(operands: usize): void {
  const rows = cell(operands, 1);
  const features = integer(operands, 2);
  const rowBytes = offset(operands, 3) * FLOAT32_TABLE_BLOCK_BYTES + FLOAT32_TRAILER_BYTES;
  cut(rows);
  const first = firstUnit;
  const end = endUnit;
  let x = offset(operands, 0) + (<usize>(first * features) << 2);
  let tables = offset(operands, 4) + <usize>first * rowBytes;
  for (let row = first; row < end; row++) {
    tables = tabulateRow(x, features, tables);
    x += <usize>features << 2;
  }
}

/** Returns the end of the row's tables. */
function tabulateRow(x: usize, features: i32, tables: usize): usize {
  const scale = max<f32>(absoluteMaximum(x, features) / <f32>LARGEST_FLOAT32_CODE, SMALLEST_SCALE);
  const scales = f32x4.splat(scale);
  const halfMask = constant(HALF);
  let sumLow = i32x4.splat(0);
  let sumHigh = i32x4.splat(0);
  let negativeLow = i32x4.splat(0);
  let negativeHigh = i32x4.splat(0);
  for (let left = features; left > 0; left -= TABLE_BLOCK) {
    let from = x;
    if (left < TABLE_BLOCK) {
      memory.fill(SUMS, 0, TABLE_BLOCK << 2);
      memory.copy(SUMS, x, <usize>left << 2);
      from = SUMS;
    }
    for (let group = 0; group < TABLE_BLOCK / 4; group++) {
      const quotient = f32x4.div(v128.load(from), scales);
      const code = i32x4.trunc_sat_f32x4_s(f32x4.nearest(quotient));
      const below = i32x4.min_s(code, i32x4.splat(0));
      sumLow = i32x4.add(sumLow, v128.and(code, halfMask));
      sumHigh = i32x4.add(sumHigh, i32x4.shr_s(code, HALF_BITS));
      negativeLow = i32x4.add(negativeLow, v128.and(below, halfMask));
      negativeHigh = i32x4.add(negativeHigh, i32x4.shr_s(below, HALF_BITS));
      const half = tables + (<usize>(group >> 2) << 8);
      writeTable(code, below, half + (<usize>(group & 3) << 4));
      from += 16;
    }
    x += TABLE_BLOCK << 2;
    tables += FLOAT32_TABLE_BLOCK_BYTES;
  }
  v128.store(tables, sumInt32LanesOfFour(sumLow, sumHigh, negativeLow, negativeHigh));
  store<f32>(tables, scale, 16);
  return tables + FLOAT32_TRAILER_BYTES;
}

/** Sixteen subset sums of four codes, less Σ min(code, 0), as four tables of digits 64 bytes apart. */
// @ts-ignore: decorator
@inline
function writeTable(code: v128, below: v128, to: usize): void {
  const pairs = i32x4.add(below, i32x4.shuffle(below, below, 2, 3, 0, 1));
  const negative = i32x4.add(pairs, i32x4.shuffle(pairs, pairs, 1, 0, 3, 2));
  const a0 = v128.and(i32x4.shuffle(code, code, 0, 0, 0, 0), constant(FIRST_BIT));
  const a1 = v128.and(i32x4.shuffle(code, code, 1, 1, 1, 1), constant(SECOND_BIT));
  const a2 = i32x4.shuffle(code, code, 2, 2, 2, 2);
  const a3 = i32x4.shuffle(code, code, 3, 3, 3, 3);
  const t0 = i32x4.sub(i32x4.add(a0, a1), negative);
  const t1 = i32x4.add(t0, a2);
  const t2 = i32x4.add(t0, a3);
  const t3 = i32x4.add(t1, a3);
  const half = constant(HALF);
  writeDigits(
    i16x8.narrow_i32x4_s(v128.and(t0, half), v128.and(t1, half)),
    i16x8.narrow_i32x4_s(v128.and(t2, half), v128.and(t3, half)),
    to,
  );
  writeDigits(
    i16x8.narrow_i32x4_s(i32x4.shr_u(t0, HALF_BITS), i32x4.shr_u(t1, HALF_BITS)),
    i16x8.narrow_i32x4_s(i32x4.shr_u(t2, HALF_BITS), i32x4.shr_u(t3, HALF_BITS)),
    to + 128,
  );
}

/** Sixteen halves as a table of low digits and, 64 bytes further, one of high digits. */
// @ts-ignore: decorator
@inline
function writeDigits(first: v128, second: v128, to: usize): void {
  const mask = constant(DIGIT);
  v128.store(to, i8x16.narrow_i16x8_u(v128.and(first, mask), v128.and(second, mask)));
  v128.store(
    to,
    i8x16.narrow_i16x8_u(
      i16x8.shr_u(first, FLOAT32_DIGIT_BITS),
      i16x8.shr_u(second, FLOAT32_DIGIT_BITS),
    ),
    64,
  );
}
