import {
  type BipolarMatrix,
  checkEqual,
  checkKind,
  checkPackedMatrix,
  codeOf,
  type PackedMatrix,
  type PlaneCode,
  planeCodeOf,
} from "@bnnkit/core";
import type { Kernels } from "../kernels.ts";
import { countPlaneRows, packPlaneLanes, packPlaneRows } from "../pack-plane-lanes.ts";
import { TapeBuilder } from "../tape/tape-builder.ts";
import { borrowArena, copyIn } from "./borrow-arena.ts";

/**
 * `c[m,n] = Σ_k a[m,k]·b[n,k]` of packed low-bit integers of any kind, ±1, {0,1}, ternary or multi-bit, each: popcounts
 * of the ands of their bit planes, combined by the weights of the planes.
 *
 * Packs `b` anew on every call; to multiply by the same weights often, keep them packed and run a tape.
 * DoReFa-Net, Zhou et al. 2016, https://arxiv.org/abs/1606.06160, §2.1.
 *
 * @param a  M×K packed integers.
 * @param b  N×K packed integers, already transposed: one row per output.
 * @param kernels  What to run on; without it plain JavaScript.
 * @returns  M×N int32.
 * @throws TypeError for what is not a packed matrix, RangeError for unequal cols, a wrong number of words, and where
 *   K·max|a|·max|b| does not fit an int32.
 */
export function planeGemm(
  a: PackedMatrix,
  b: PackedMatrix,
  kernels?: Kernels,
): Int32Array<ArrayBuffer> {
  checkPair("planeGemm", a, b);
  const size = a.rows * b.rows;
  return borrowArena(kernels, (arena) => {
    const out = arena.allocate(4 * size);
    const tape = new TapeBuilder(arena)
      .planeGemmInt32({
        ...copyOperands(arena, a, b),
        activationCode: planeCodeOf(codeOf(a)),
        weightCode: planeCodeOf(codeOf(b)),
        out,
      })
      .build();
    arena.run(tape);
    return arena.int32(out, size).slice();
  });
}

/** The two reals that a bit stands for: `positive` for bit 0 (sign +1), `negative` for bit 1. */
export interface AffineCode {
  readonly positive: number;
  readonly negative: number;
}

/**
 * `c[m,n] = Σ_k a[m,k]·b[n,k]` of one-bit codes that stand for any two reals each.
 *
 * With p + (q − p)·bit for a code of p (bit 0) and q (bit 1) it is a sum of four popcounts; see `dot` of core.
 * Computed in float32: five products and sums, each rounded once, of terms up to K·|a|·|b|.
 *
 * @param a  M×K bits.
 * @param b  N×K bits, one row per output.
 * @param kernels  What to run on; without it plain JavaScript.
 * @returns  M×N floats.
 * @throws TypeError for what is not bipolar, RangeError for unequal cols, a wrong number of words, or a code that is
 *   not finite.
 */
export function affineGemm(
  a: BipolarMatrix,
  codeA: AffineCode,
  b: BipolarMatrix,
  codeB: AffineCode,
  kernels?: Kernels,
): Float32Array<ArrayBuffer> {
  const where = "affineGemm";
  checkKind(where, "a", a.kind, "bipolar");
  checkKind(where, "b", b.kind, "bipolar");
  checkPair(where, a, b);
  const size = a.rows * b.rows;
  const weights = affineCode(where, "codeB", codeB);
  return borrowArena(kernels, (arena) => {
    const out = arena.allocate(4 * size);
    const column = (value: number): number => copyIn(arena, new Float32Array(b.rows).fill(value));
    const tape = new TapeBuilder(arena)
      .planeGemm({
        ...copyOperands(arena, a, b),
        activationCode: affineCode(where, "codeA", codeA),
        weightPlanes: 1,
        columnOffsets: column(weights.offset),
        columnWeights: column(weights.weights[0]),
        out,
      })
      .build();
    arena.run(tape);
    return arena.float32(out, size).slice();
  });
}

function affineCode(where: string, name: string, { positive, negative }: AffineCode): PlaneCode {
  if (!Number.isFinite(positive) || !Number.isFinite(negative)) {
    throw new RangeError(`${where}: ${name} must be finite, got ${positive} and ${negative}`);
  }
  return planeCodeOf([{ digit: "unipolar", scale: negative - positive, offset: positive }]);
}

function checkPair(where: string, a: PackedMatrix, b: PackedMatrix): void {
  checkPackedMatrix(where, "a", a);
  checkPackedMatrix(where, "b", b);
  checkEqual(where, "a.cols", a.cols, "b.cols", b.cols);
}

function copyOperands(arena: Kernels, a: PackedMatrix, b: PackedMatrix) {
  return {
    bits: copyIn(arena, packPlaneRows(a)),
    weights: copyIn(arena, packPlaneLanes(b)),
    columnCounts: copyIn(arena, countPlaneRows(b)),
    rows: copyIn(arena, [a.rows]),
    outFeatures: b.rows,
    inFeatures: a.cols,
  };
}
