import { type BipolarMatrix, checkEqual, checkKind, checkLength, wordsPerRow } from "@bnnkit/core";
import type { Kernels } from "../kernels.ts";
import { packByteLanes } from "../pack-byte-lanes.ts";
import { TapeBuilder } from "../tape/tape-builder.ts";
import { borrowArena, copyIn } from "./borrow-arena.ts";

/**
 * `c[m,n] = K − 2·popcount(a[m] ⊕ b[n])`, the ±1 dot product of packed rows.
 *
 * Packs `b` anew on every call; to multiply by the same weights often, keep them packed and run a tape.
 *
 * @param a  M×K bits.
 * @param b  N×K bits, already transposed: one row per output.
 * @param kernels  What to run on; without it plain JavaScript.
 * @returns  M×N int32, each in [−K, K], of the parity of K.
 * @throws TypeError for what is not bipolar, RangeError for unequal cols or a wrong number of words.
 */
export function bgemm(
  a: BipolarMatrix,
  b: BipolarMatrix,
  kernels?: Kernels,
): Int32Array<ArrayBuffer> {
  checkMatrix("bgemm", "a", a);
  checkMatrix("bgemm", "b", b);
  checkEqual("bgemm", "a.cols", a.cols, "b.cols", b.cols);
  const size = a.rows * b.rows;
  return borrowArena(kernels, (arena) => {
    const out = arena.allocate(4 * size);
    const tape = new TapeBuilder(arena)
      .bgemmInt32({
        bits: copyIn(arena, a.words),
        weights: copyIn(arena, packByteLanes(b)),
        rows: copyIn(arena, [a.rows]),
        outFeatures: b.rows,
        inFeatures: a.cols,
        out,
      })
      .build();
    arena.run(tape);
    return arena.int32(out, size).slice();
  });
}

/**
 * `c[n] = K − 2·popcount(matrix[n] ⊕ vector)`.
 *
 * @param matrix  N×K bits.
 * @param vector  1×K bits.
 * @param kernels  What to run on; without it plain JavaScript.
 * @returns  N int32.
 * @throws as {@link bgemm}, and RangeError when the vector has not one row.
 */
export function bgemv(
  matrix: BipolarMatrix,
  vector: BipolarMatrix,
  kernels?: Kernels,
): Int32Array<ArrayBuffer> {
  checkMatrix("bgemv", "matrix", matrix);
  checkMatrix("bgemv", "vector", vector);
  checkEqual("bgemv", "matrix.cols", matrix.cols, "vector.cols", vector.cols);
  if (vector.rows !== 1) {
    throw new RangeError(`bgemv: vector.rows must be 1, got ${vector.rows}`);
  }
  return bgemm(vector, matrix, kernels);
}

function checkMatrix(where: string, name: string, m: BipolarMatrix): void {
  checkKind(where, name, m.kind, "bipolar");
  checkEqual(where, `${name}.wordsPerRow`, m.wordsPerRow, "4·⌈cols/128⌉", wordsPerRow(m.cols));
  checkLength(where, `${name}.words`, m.words.length, m.rows * m.wordsPerRow);
}
