import {
  type BipolarMatrix,
  checkFinite,
  checkLength,
  checkPositiveInteger,
  wordsPerRow,
} from "@bnnkit/core";
import type { Kernels } from "../kernels.ts";
import { TapeBuilder } from "../tape/tape-builder.ts";
import { borrowArena, copyBytesIn, copyIn } from "./borrow-arena.ts";

/** Options of {@link signAndPack}. */
export interface SignAndPackOptions {
  /** [cols] Added to every row before the sign is taken. Default: nothing. */
  readonly shift?: Float32Array;
  /** What to run on; without it plain JavaScript. */
  readonly kernels?: Kernels;
}

/** Options of {@link signAndPackInt8}. */
export interface SignAndPackInt8Options {
  /** [cols] What is below it is −1. Default: 0 everywhere. */
  readonly thresholds?: Int8Array;
  /** What to run on; without it plain JavaScript. */
  readonly kernels?: Kernels;
}

/** Options of {@link signAndPackTokenMaximum}. */
export interface SignAndPackTokenMaximumOptions {
  /** What to run on; without it plain JavaScript. */
  readonly kernels?: Kernels;
}

/** Signs and, per row, half the bound they were taken with: x ≈ rowScales[r]·sign. */
export interface ScaledSigns {
  readonly matrix: BipolarMatrix;
  /** [rows] */
  readonly rowScales: Float32Array<ArrayBuffer>;
}

/**
 * `bit[r,k] = x[r,k] + shift[k] < 0`: RSign of ReActNet (Liu et al. 2020), without `shift` the plain sign.
 *
 * @param x  rows × cols, row-major.
 * @throws TypeError when x is no Float32Array, RangeError for wrong lengths, a shift that is not finite, and NaN in x,
 *   naming its index.
 */
export function signAndPack(
  x: Float32Array,
  rows: number,
  cols: number,
  { shift, kernels }: SignAndPackOptions = {},
): BipolarMatrix {
  checkDense("signAndPack", x, rows, cols);
  if (shift !== undefined) {
    checkLength("signAndPack", "shift", shift.length, cols);
    checkFinite("signAndPack", "shift", shift);
  }
  return borrowArena(kernels, (arena) => {
    const bits = arena.allocate(4 * rows * wordsPerRow(cols));
    const tape = new TapeBuilder(arena)
      .signPackShift({
        x: copyIn(arena, x),
        shift: shift === undefined ? 0 : copyIn(arena, shift),
        rows: copyIn(arena, [rows]),
        features: cols,
        bits,
      })
      .build();
    arena.run(tape);
    return readMatrix(arena, bits, rows, cols);
  });
}

/**
 * `bit[r,k] = x[r,k] < thresholds[k]` of int8, without `thresholds` the plain sign.
 *
 * @param x  rows × cols, row-major.
 * @throws TypeError when x or thresholds is no Int8Array, RangeError for wrong lengths.
 */
export function signAndPackInt8(
  x: Int8Array,
  rows: number,
  cols: number,
  { thresholds, kernels }: SignAndPackInt8Options = {},
): BipolarMatrix {
  checkInt8("x", x);
  checkPositiveInteger("signAndPackInt8", "rows", rows);
  checkPositiveInteger("signAndPackInt8", "cols", cols);
  checkLength("signAndPackInt8", "x", x.length, rows * cols);
  if (thresholds !== undefined) {
    checkInt8("thresholds", thresholds);
    checkLength("signAndPackInt8", "thresholds", thresholds.length, cols);
  }
  return borrowArena(kernels, (arena) => {
    const bits = arena.allocate(4 * rows * wordsPerRow(cols));
    const tape = new TapeBuilder(arena)
      .signPackInt8({
        x: copyBytesIn(arena, x),
        thresholds: thresholds === undefined ? 0 : copyBytesIn(arena, thresholds),
        rows: copyIn(arena, [rows]),
        features: cols,
        bits,
      })
      .build();
    arena.run(tape);
    return readMatrix(arena, bits, rows, cols);
  });
}

/**
 * `bit[r,k] = x[r,k] < 0` and `rowScales[r] = (max_k |x[r,k]| + 2^−23)/2`: the activations of BMT (Zhang et al. 2023,
 * "Binarized Neural Machine Translation").
 *
 * @param x  rows × cols, row-major.
 * @throws TypeError when x is no Float32Array, RangeError for a wrong length, and for NaN, naming its index.
 */
export function signAndPackTokenMaximum(
  x: Float32Array,
  rows: number,
  cols: number,
  { kernels }: SignAndPackTokenMaximumOptions = {},
): ScaledSigns {
  checkDense("signAndPackTokenMaximum", x, rows, cols);
  return borrowArena(kernels, (arena) => {
    const bits = arena.allocate(4 * rows * wordsPerRow(cols));
    const rowScales = arena.allocate(4 * rows);
    const tape = new TapeBuilder(arena)
      .signPackTokenMaximum({
        x: copyIn(arena, x),
        rows: copyIn(arena, [rows]),
        features: cols,
        bits,
        rowScales,
      })
      .build();
    arena.run(tape);
    return {
      matrix: readMatrix(arena, bits, rows, cols),
      rowScales: arena.float32(rowScales, rows).slice(),
    };
  });
}

function checkInt8(name: string, values: Int8Array): void {
  if (!(values instanceof Int8Array)) {
    throw new TypeError(`signAndPackInt8: ${name} must be an Int8Array, got ${typeof values}`);
  }
}

function readMatrix(arena: Kernels, bits: number, rows: number, cols: number): BipolarMatrix {
  const words = arena.uint32(bits, rows * wordsPerRow(cols)).slice();
  return { kind: "bipolar", rows, cols, wordsPerRow: wordsPerRow(cols), words };
}

function checkDense(where: string, x: Float32Array, rows: number, cols: number): void {
  if (!(x instanceof Float32Array)) {
    throw new TypeError(`${where}: x must be a Float32Array, got ${typeof x}`);
  }
  checkPositiveInteger(where, "rows", rows);
  checkPositiveInteger(where, "cols", cols);
  checkLength(where, "x", x.length, rows * cols);
  const index = x.findIndex(Number.isNaN);
  if (index >= 0) throw new RangeError(`${where}: x[${index}] must be a number, got NaN`);
}
