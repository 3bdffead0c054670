import {
  checkFinite,
  checkLength,
  checkPackedMatrix,
  checkPositiveInteger,
  codeOf,
  type PackedMatrix,
  planeCodeOf,
} from "@bnnkit/core";
import type { Kernels } from "../kernels.ts";
import { packTableLanes } from "../pack-table-lanes.ts";
import { float32TableBytes, int8TableBytes } from "../tape/table-product.ts";
import { TapeBuilder } from "../tape/tape-builder.ts";
import { borrowArena, copyBytesIn, copyIn } from "./borrow-arena.ts";

/**
 * `c[m,n] = Σ_k a[m,k]·weights[n,k]`: int8 activations times packed weights of one to four bit planes (±1, {0,1},
 * ternary, multi-bit), exactly, by table look-up.
 *
 * Packs the weights anew on every call; to multiply by the same weights often, keep them packed and run a tape.
 * T-MAC, Wei et al. 2024, https://arxiv.org/abs/2407.00088, §3.
 *
 * @param a  rows × weights.cols int8.
 * @param weights  N×K packed integers, one row per output.
 * @param kernels  What to run on; without it plain JavaScript.
 * @returns  rows × N int32.
 * @throws TypeError for what is not an Int8Array or not packed, RangeError for a wrong length, more than four bit
 *   planes, or more than 2²⁰ columns.
 */
export function packedGemmInt8(
  a: Int8Array,
  rows: number,
  weights: PackedMatrix,
  kernels?: Kernels,
): Int32Array<ArrayBuffer> {
  const where = "packedGemmInt8";
  if (!(a instanceof Int8Array)) throw new TypeError(`${where}: a must be an Int8Array`);
  checkOperands(where, a, rows, weights);
  const { rows: outFeatures, cols: inFeatures } = weights;
  return borrowArena(kernels, (arena) => {
    const out = arena.allocate(4 * rows * outFeatures);
    const tables = arena.allocate(rows * int8TableBytes(inFeatures));
    const shared = { tables, rows: copyIn(arena, [rows]) };
    const tape = new TapeBuilder(arena)
      .tabulateInt8({ ...shared, codes: copyBytesIn(arena, a), features: inFeatures })
      .tableGemmInt32({
        ...{ ...shared, outFeatures, inFeatures, out, code: planeCodeOf(codeOf(weights)) },
        weights: copyBytesIn(arena, packTableLanes(weights)),
      })
      .build();
    arena.run(tape);
    return arena.int32(out, rows * outFeatures).slice();
  });
}

/**
 * `c[m,n] = Σ_k x[m,k]·weights[n,k]`: float activations times packed weights of one to four bit planes, by table
 * look-up over rows rounded to 23 bits.
 *
 * With s = max_k|x[m,k]|/4194303 the error is at most `0.76·s·Σ_k |weights[n,k]| + 2^−22·|c[m,n]|`: of ±1 weights about
 * K·max|x|·2^−22.4, less than float32 summation may lose once Σ|x| exceeds four times max|x|.
 *
 * @param x  rows × weights.cols finite floats.
 * @param weights  N×K packed integers, one row per output.
 * @param kernels  What to run on; without it plain JavaScript.
 * @returns  rows × N floats.
 * @throws TypeError for what is not a Float32Array or not packed, RangeError for NaN or an infinity (naming its index),
 *   a wrong length, more than four bit planes, or more than 2²⁰ columns.
 */
export function packedGemmFloat32(
  x: Float32Array,
  rows: number,
  weights: PackedMatrix,
  kernels?: Kernels,
): Float32Array<ArrayBuffer> {
  const where = "packedGemmFloat32";
  if (!(x instanceof Float32Array)) throw new TypeError(`${where}: x must be a Float32Array`);
  checkOperands(where, x, rows, weights);
  checkFinite(where, "x", x);
  const { rows: outFeatures, cols: inFeatures } = weights;
  return borrowArena(kernels, (arena) => {
    const out = arena.allocate(4 * rows * outFeatures);
    const tables = arena.allocate(rows * float32TableBytes(inFeatures));
    const shared = { tables, rows: copyIn(arena, [rows]) };
    const tape = new TapeBuilder(arena)
      .tabulateFloat32({ ...shared, x: copyIn(arena, x), features: inFeatures })
      .tableGemmFloat32({
        ...{ ...shared, outFeatures, inFeatures, out, code: planeCodeOf(codeOf(weights)) },
        weights: copyBytesIn(arena, packTableLanes(weights)),
        columnScales: copyIn(arena, new Float32Array(outFeatures).fill(1)),
      })
      .build();
    arena.run(tape);
    return arena.float32(out, rows * outFeatures).slice();
  });
}

function checkOperands(
  where: string,
  a: ArrayLike<number>,
  rows: number,
  weights: PackedMatrix,
): void {
  checkPositiveInteger(where, "rows", rows);
  checkPackedMatrix(where, "weights", weights);
  checkLength(where, "the activations", a.length, rows * weights.cols);
}
