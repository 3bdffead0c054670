import { ACTIVATION_NONE, ACTIVATION_RELU, ACTIVATION_SLOPES } from "../../src/tape/layout";
import { storeLanes } from "../vector/lanes";
import { digitsOf, storeBytes } from "./digits";
import { integer, offset } from "./operand";
import { reachedIntegers, storeSigns } from "./signs-of-sums";

// Kinds of outputs: floats, or digits of a step, both of scaled sums; sums as they are, or signs behind thresholds.
export const SCALED: i32 = 0;
export const INT8: i32 = 1;
export const INT32: i32 = 2;
export const SIGN: i32 = 3;

// What a product makes of its sums, from the operand at `output` on:
// rowScales, columnScales, bias, slopes, activation, out
// All but slopes are read once a panel, outside of the loops over its outputs; long loops compute `output` anew, since what
// slopes alone need is not worth a register.

/** The scale of a row in all lanes, 1 where rows have none. */
// @ts-ignore: decorator
@inline
export function scaleOfRow(output: usize, row: i32): v128 {
  const scales = offset(output, 0);
  return scales == 0 ? f32x4.splat(1) : v128.load32_splat(scales + (<usize>row << 2));
}

/** The scales of four rows. */
// @ts-ignore: decorator
@inline
export function scalesOfRows(output: usize, row: i32): v128 {
  const scales = offset(output, 0);
  return scales == 0 ? f32x4.splat(1) : v128.load(scales + (<usize>row << 2));
}

// @ts-ignore: decorator
@inline
export function columnScalesOf(output: usize): usize {
  return offset(output, 1);
}

// @ts-ignore: decorator
@inline
export function biasOf(output: usize): usize {
  return offset(output, 2);
}

/** What becomes of negative outputs: nothing, 0, or they are multiplied by slopes. */
// @ts-ignore: decorator
@inline
export function activationOf(output: usize): i32 {
  return integer(output, 4);
}

/** Whether rows have no scales and columns no slopes: loops made for that carry nothing of them. */
// @ts-ignore: decorator
@inline
export function isPlain(output: usize): bool {
  return offset(output, 0) == 0 && activationOf(output) != ACTIVATION_SLOPES;
}

/** Where it goes. */
// @ts-ignore: decorator
@inline
export function outOf(output: usize): usize {
  return offset(output, 5);
}

/** `sums·(rowScale·columnScale) + bias` of four columns, activated; what columns have lies at byte `at`, none where 0. */
// @ts-ignore: decorator
@inline
export function scaled(
  sums: v128,
  rowScale: v128,
  columnScales: usize,
  bias: usize,
  activation: i32,
  output: usize,
  at: usize,
): v128 {
  let scale = rowScale;
  if (columnScales != 0) scale = f32x4.mul(scale, v128.load(columnScales + at));
  let y = f32x4.mul(sums, scale);
  if (bias != 0) y = f32x4.add(y, v128.load(bias + at));
  if (activation == ACTIVATION_NONE) return y;
  return activation == ACTIVATION_RELU ? rectified(y) : sloped(y, v128.load(slopesOf(output) + at));
}

/** The same of four rows in the column at byte `at`. */
// @ts-ignore: decorator
@inline
export function scaledRows(
  sums: v128,
  rowScales: v128,
  columnScales: usize,
  bias: usize,
  activation: i32,
  output: usize,
  at: usize,
): v128 {
  let scale = rowScales;
  if (columnScales != 0) scale = f32x4.mul(scale, v128.load32_splat(columnScales + at));
  let y = f32x4.mul(sums, scale);
  if (bias != 0) y = f32x4.add(y, v128.load32_splat(bias + at));
  if (activation == ACTIVATION_NONE) return y;
  if (activation == ACTIVATION_RELU) return rectified(y);
  return sloped(y, v128.load32_splat(slopesOf(output) + at));
}

/** Adds the bias and multiplies what is negative by its slope (none when 0), both at byte `at`; then ReLU as asked. */
// @ts-ignore: decorator
@inline
export function activate(x: v128, bias: usize, slopes: usize, at: usize, relu: i32): v128 {
  let y = x;
  if (bias != 0) y = f32x4.add(y, v128.load(bias + at));
  if (slopes != 0) y = sloped(y, v128.load(slopes + at));
  return relu != 0 ? rectified(y) : y;
}

// @ts-ignore: decorator
@inline
function slopesOf(output: usize): usize {
  return offset(output, 3);
}

// @ts-ignore: decorator
@inline
function sloped(y: v128, slopes: v128): v128 {
  return v128.bitselect(f32x4.mul(y, slopes), y, f32x4.lt(y, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function rectified(y: v128): v128 {
  return v128.andnot(y, f32x4.lt(y, f32x4.splat(0)));
}

/** Four outputs as digits: behind `out` stand two words of step, least and greatest. */
// @ts-ignore: decorator
@inline
export function codesOf(output: usize, y: v128): v128 {
  const step = f64x2.splat(load<f64>(output + (6 << 2)));
  const least = f64x2.splat(<f64>integer(output, 8));
  const greatest = f64x2.splat(<f64>integer(output, 9));
  return digitsOf(y, true, step, least, greatest);
}

/** Stores the first `count` of four outputs as digits. */
// @ts-ignore: decorator
@inline
export function storeCodes(output: usize, to: usize, y: v128, count: i32): void {
  storeBytes(to, codesOf(output, y), count);
}

/** Stores four outputs of a row from column n on, those of them that there are, as `kind` says: SCALED or INT8. */
// @ts-ignore: decorator
@inline
export function storeReals(kind: i32, output: usize, row: i32, n: i32, outFeatures: i32, y: v128): void {
  const at = <usize>(row * outFeatures + n);
  if (kind == INT8) storeCodes(output, outOf(output) + at, y, outFeatures - n);
  else storeLanes(outOf(output) + (at << 2), y, outFeatures - n);
}

/** The same of whole sums: INT32, whose one operand is where they go, or SIGN. */
// @ts-ignore: decorator
@inline
export function storeIntegers(kind: i32, output: usize, row: i32, n: i32, outFeatures: i32, sums: v128): void {
  if (kind == SIGN) {
    storeSigns(output, row, n, outFeatures, reachedIntegers(output, n, sums));
  } else {
    storeLanes(offset(output, 0) + (<usize>(row * outFeatures + n) << 2), sums, outFeatures - n);
  }
}
