import { cut, endUnit, firstUnit } from "../piece";
import { storeColumn } from "../vector/lanes";
import { fourNumbers } from "../vector/sliced-numbers";
import { cell, integer, offset } from "./operand";

/** x, samples, groups, groupSize, out; a unit is a group */
export function groupSum(operands: usize, scratch: usize): void {
  const samples = cell(operands, 1);
  const groups = integer(operands, 2);
  const size = integer(operands, 3);
  const sliceBytes = <usize>((samples + 127) >> 7) << 4;
  const digits = 32 - clz(size);
  const rowBytes = <usize>groups << 2;
  cut(groups);
  const end = endUnit;
  for (let g = firstUnit; g < end; g++) {
    const x = offset(operands, 0) + <usize>(g * size) * sliceBytes;
    const out = offset(operands, 4) + (<usize>g << 2);
    for (let first = 0; first < samples; first += 128) {
      countOnes(x + <usize>(first >> 3), sliceBytes, size, scratch, digits);
      const count = min(128, samples - first);
      for (let s = 0; s < count; s += 4) {
        const to = out + <usize>(first + s) * rowBytes;
        const counts = fourNumbers(scratch + (<usize>(s >> 5) << 2), 16, digits, s);
        storeColumn(to, rowBytes, counts, count - s);
      }
    }
  }
}

/** Adds up slices: digit p of the counts of 128 samples in vector p. Sixteen slices at a time go through adders in registers. */
function countOnes(x: usize, stride: usize, size: i32, counts: usize, digits: i32): void {
  for (let p = 4; p < digits; p++) v128.store(counts + (<usize>p << 4), i32x4.splat(0));
  let ones = i32x4.splat(0);
  let twos = i32x4.splat(0);
  let fours = i32x4.splat(0);
  let eights = i32x4.splat(0);
  let i = 0;
  for (; i + 16 <= size; i += 16) {
    let eight = i32x4.splat(0);
    for (let half = 0; half < 2; half++) {
      let a = v128.load(x);
      let b = v128.load(x + stride);
      const two0 = carry(ones, a, b);
      ones = sum(ones, a, b);
      x += stride << 1;
      a = v128.load(x);
      b = v128.load(x + stride);
      const two1 = carry(ones, a, b);
      ones = sum(ones, a, b);
      x += stride << 1;
      const four0 = carry(twos, two0, two1);
      twos = sum(twos, two0, two1);
      a = v128.load(x);
      b = v128.load(x + stride);
      const two2 = carry(ones, a, b);
      ones = sum(ones, a, b);
      x += stride << 1;
      a = v128.load(x);
      b = v128.load(x + stride);
      const two3 = carry(ones, a, b);
      ones = sum(ones, a, b);
      x += stride << 1;
      const four1 = carry(twos, two2, two3);
      twos = sum(twos, two2, two3);
      const next = carry(fours, four0, four1);
      fours = sum(fours, four0, four1);
      if (half == 0) {
        eight = next;
      } else {
        addFrom(counts, 4, digits, carry(eights, eight, next));
        eights = sum(eights, eight, next);
      }
    }
  }
  v128.store(counts, ones);
  v128.store(counts, twos, 16);
  v128.store(counts, fours, 32);
  v128.store(counts, eights, 48);
  for (; i < size; i++) {
    addFrom(counts, 0, digits, v128.load(x));
    x += stride;
  }
}

// @ts-ignore: decorator
@inline
function sum(a: v128, b: v128, c: v128): v128 {
  return v128.xor(v128.xor(a, b), c);
}

// @ts-ignore: decorator
@inline
function carry(a: v128, b: v128, c: v128): v128 {
  return v128.bitselect(c, a, v128.xor(a, b));
}

/** Adds a bit of weight 2^digit to each count. */
// @ts-ignore: decorator
@inline
function addFrom(counts: usize, digit: i32, digits: i32, bits: v128): void {
  const end = counts + (<usize>digits << 4);
  for (let at = counts + (<usize>digit << 4); at < end; at += 16) {
    const old = v128.load(at);
    v128.store(at, v128.xor(old, bits));
    bits = v128.and(old, bits);
  }
}
