import {
  INT8_DIGIT_BITS,
  INT8_TABLE_BLOCK_BYTES,
  INT8_TRAILER_BYTES,
  TABLE_BLOCK,
} from "../../src/tape/tables";
import { cut, endUnit, firstUnit } from "../piece";
import { SUMS } from "../sums";
import { constant } from "../vector/constants";
import { cell, integer, offset } from "./operand";

const FIRST_BIT: usize = memory.data<i16>([0, -1, 0, -1, 0, -1, 0, -1], 16);
const SECOND_BIT: usize = memory.data<i16>([0, 0, -1, -1, 0, 0, -1, -1], 16);
const THIRD_BIT: usize = memory.data<i16>([0, 0, 0, 0, -1, -1, -1, -1], 16);
const DIGIT: usize = memory.data<i16>([31, 31, 31, 31, 31, 31, 31, 31], 16);
const ONE: usize = memory.data<i16>([1, 1, 1, 1, 1, 1, 1, 1], 16);

/** codes, rows, features, blocks, tables */
export function tabulateInt8(operands: usize): void {
  const rows = cell(operands, 1);
  const features = integer(operands, 2);
  const rowBytes = offset(operands, 3) * INT8_TABLE_BLOCK_BYTES + INT8_TRAILER_BYTES;
  cut(rows);
  const first = firstUnit;
  const end = endUnit;
  let codes = offset(operands, 0) + <usize>(first * features);
  let tables = offset(operands, 4) + <usize>first * rowBytes;
  for (let row = first; row < end; row++) {
    tables = tabulateRow(codes, features, tables);
    codes += <usize>features;
  }
}

/** Returns the end of the row's tables. */
function tabulateRow(codes: usize, features: i32, tables: usize): usize {
  let sum = i32x4.splat(0);
  let negative = i32x4.splat(0);
  const one = constant(ONE);
  for (let left = features; left > 0; left -= TABLE_BLOCK) {
    let from = codes;
    if (left < TABLE_BLOCK) {
      memory.fill(SUMS, 0, TABLE_BLOCK);
      memory.copy(SUMS, codes, left);
      from = SUMS;
    }
    for (let i: usize = 0; i < <usize>TABLE_BLOCK >> 3; i++) {
      const a = v128.load8x8_s(from + (i << 3));
      const below = i16x8.min_s(a, i16x8.splat(0));
      // Lanes 0, 1 and 2, 3 add up to Σ min(a, 0) of the first and the second four activations.
      const pairs = i32x4.dot_i16x8_s(below, one);
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(a, one));
      negative = i32x4.add(negative, pairs);
      writeTwoTables(a, i32x4.add(pairs, i32x4.shuffle(pairs, pairs, 1, 0, 3, 2)), tables + (i << 5));
    }
    codes += TABLE_BLOCK;
    tables += INT8_TABLE_BLOCK_BYTES;
  }
  store<i32>(tables, addLanes(sum));
  store<i32>(tables, addLanes(negative), 4);
  return tables + INT8_TRAILER_BYTES;
}

/** The tables of two fours of int16; `below` holds Σ min(a, 0) of the first in lanes 0 and 1, of the second in 2 and 3. */
// @ts-ignore: decorator
@inline
function writeTwoTables(a: v128, below: v128, to: usize): void {
  let low = i16x8.sub(
    subsetsOfThree(
      i16x8.shuffle(a, a, 0, 0, 0, 0, 0, 0, 0, 0),
      i16x8.shuffle(a, a, 1, 1, 1, 1, 1, 1, 1, 1),
      i16x8.shuffle(a, a, 2, 2, 2, 2, 2, 2, 2, 2),
    ),
    i16x8.shuffle(below, below, 0, 0, 0, 0, 0, 0, 0, 0),
  );
  writeDigits(low, i16x8.add(low, i16x8.shuffle(a, a, 3, 3, 3, 3, 3, 3, 3, 3)), to);
  low = i16x8.sub(
    subsetsOfThree(
      i16x8.shuffle(a, a, 4, 4, 4, 4, 4, 4, 4, 4),
      i16x8.shuffle(a, a, 5, 5, 5, 5, 5, 5, 5, 5),
      i16x8.shuffle(a, a, 6, 6, 6, 6, 6, 6, 6, 6),
    ),
    i16x8.shuffle(below, below, 4, 4, 4, 4, 4, 4, 4, 4),
  );
  writeDigits(low, i16x8.add(low, i16x8.shuffle(a, a, 7, 7, 7, 7, 7, 7, 7, 7)), to + 16);
}

/** Lane i is the sum of the splats that stand at the set bits of i. */
// @ts-ignore: decorator
@inline
function subsetsOfThree(x: v128, y: v128, z: v128): v128 {
  return i16x8.add(
    v128.and(x, constant(FIRST_BIT)),
    i16x8.add(
      v128.and(y, constant(SECOND_BIT)),
      v128.and(z, constant(THIRD_BIT)),
    ),
  );
}

/** Sixteen sums of at most 4·128, as a table of low digits and, half a block further, one of high digits. */
// @ts-ignore: decorator
@inline
function writeDigits(first: v128, second: v128, to: usize): void {
  const mask = constant(DIGIT);
  v128.store(to, i8x16.narrow_i16x8_u(v128.and(first, mask), v128.and(second, mask)));
  v128.store(
    to,
    i8x16.narrow_i16x8_u(
      i16x8.shr_u(first, INT8_DIGIT_BITS),
      i16x8.shr_u(second, INT8_DIGIT_BITS),
    ),
    INT8_TABLE_BLOCK_BYTES / 2,
  );
}

// @ts-ignore: decorator
@inline
function addLanes(x: v128): i32 {
  return (
    i32x4.extract_lane(x, 0) +
    i32x4.extract_lane(x, 1) +
    i32x4.extract_lane(x, 2) +
    i32x4.extract_lane(x, 3)
  );
}
