import { popcount32 } from "@bnnkit/core";
import {
  PLANE_ACTIVATION_OFFSET,
  PLANE_ACTIVATION_PLANES,
  PLANE_ACTIVATION_WEIGHTS,
  PLANE_BITS,
  PLANE_COLUMN_COUNTS,
  PLANE_COLUMN_OFFSETS,
  PLANE_COLUMN_WEIGHTS,
  PLANE_IN_FEATURES,
  PLANE_LANES,
  PLANE_OUT,
  PLANE_OUT_FEATURES,
  PLANE_OUTPUT,
  PLANE_ROWS,
  PLANE_WEIGHT_OFFSET,
  PLANE_WEIGHT_PLANES,
  PLANE_WEIGHT_WEIGHTS,
  PLANE_WORDS_PER_ROW,
} from "../tape/planes.ts";
import { floatOutput, int8Output, int32Output, type StoreOutput, signOutput } from "./output.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

export function planeGemmInt32_1x1__js(o: Operands): void {
  forEachInteger(o, int32Output(o, PLANE_OUT, o.integer(PLANE_OUT_FEATURES)));
}

export function planeGemmSign_1x1__js(o: Operands): void {
  const size = { rows: o.cell(PLANE_ROWS), outFeatures: o.integer(PLANE_OUT_FEATURES) };
  forEachInteger(o, signOutput(o, PLANE_OUT, { ...size, of: "int32" }));
}

export function planeGemm_1x1__js(o: Operands): void {
  forEachReal(o, floatOutput(o, PLANE_OUTPUT, o.integer(PLANE_OUT_FEATURES)));
}

export function planeGemmInt8_1x1__js(o: Operands): void {
  forEachReal(o, int8Output(o, PLANE_OUTPUT, o.integer(PLANE_OUT_FEATURES)));
}

/** Exact sums of integer codes. */
function forEachInteger(o: Operands, store: StoreOutput): void {
  const weightOffset = o.integer(PLANE_WEIGHT_OFFSET);
  const product = new PlaneProduct(o);
  const code: ActivationCode = {
    alpha: (index) => o.integer(index),
    isCentred: false,
  };
  product.forEachOutput((row, column) => {
    let y = 0;
    if (weightOffset !== 0) y = weightOffset * product.rowSum(row, code);
    for (let q = 0; q < product.weightPlanes; q++) {
      const total = product.total(row, column, q, code);
      y += o.integer(PLANE_WEIGHT_WEIGHTS + q) * total;
    }
    store(row, column, y);
  });
}

/** Sums of real codes, in float64. */
function forEachReal(o: Operands, store: StoreOutput): void {
  const { float32 } = o.words;
  const [columnOffsets, columnWeights] = [
    o.word(PLANE_COLUMN_OFFSETS),
    o.word(PLANE_COLUMN_WEIGHTS),
  ];
  const product = new PlaneProduct(o);
  const { outFeatures, weightPlanes } = product;
  const code: ActivationCode = {
    alpha: (index) => o.float(index),
    isCentred: o.word(PLANE_COLUMN_COUNTS) !== 0,
  };
  product.forEachOutput((row, column) => {
    let y = 0;
    if (columnOffsets !== 0) {
      y = product.rowSum(row, code) * float32[columnOffsets + column];
    }
    for (let q = 0; q < weightPlanes; q++) {
      const weight = float32[columnWeights + q * outFeatures + column];
      y += product.total(row, column, q, code) * weight;
    }
    store(row, column, fround(y));
  });
}

/** What the bits of the activations stand for. */
interface ActivationCode {
  /** A weight, or the offset, by the index of its operand. */
  readonly alpha: (index: number) => number;
  /** Whether a bit is ±½ in the place of 0 and 1. */
  readonly isCentred: boolean;
}

/** A plane's share in a sum of `count` numbers of which `set` have the bit. */
function share(set: number, count: number, weight: number, { isCentred }: ActivationCode): number {
  return isCentred ? (2 * set - count) * (weight / 2) : set * weight;
}

/** Popcounts of the planes of a row with those of a column, and their sums over the planes of the row. */
class PlaneProduct {
  readonly outFeatures: number;
  readonly weightPlanes: number;
  readonly #o: Operands;
  readonly #wordsPerRow: number;
  readonly #activationPlanes: number;

  constructor(o: Operands) {
    this.#o = o;
    this.outFeatures = o.integer(PLANE_OUT_FEATURES);
    this.weightPlanes = o.integer(PLANE_WEIGHT_PLANES);
    this.#wordsPerRow = o.integer(PLANE_WORDS_PER_ROW);
    this.#activationPlanes = o.integer(PLANE_ACTIVATION_PLANES);
  }

  forEachOutput(store: (row: number, column: number) => void): void {
    const rows = this.#o.cell(PLANE_ROWS);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < this.outFeatures; column++) store(row, column);
    }
  }

  /** α₀·popcount(w_q) + Σ_p α_p·popcount(a_p ∧ w_q) */
  total(row: number, column: number, q: number, code: ActivationCode): number {
    const { alpha } = code;
    const { int32 } = this.#o.words;
    const counts = this.#o.word(PLANE_COLUMN_COUNTS);
    const count = counts === 0 ? 0 : int32[counts + q * this.outFeatures + column];
    const group = (column >>> 2) * this.weightPlanes + q;
    const lane = this.#o.word(PLANE_LANES) + 4 * this.#wordsPerRow * group + (column & 3);
    let sum = count * alpha(PLANE_ACTIVATION_OFFSET);
    for (let p = 0; p < this.#activationPlanes; p++) {
      const a = this.#plane(row, p);
      let both = 0;
      for (let t = 0; t < this.#wordsPerRow; t++)
        both += popcount32(int32[a + t] & int32[lane + 4 * t]);
      sum += share(both, count, alpha(PLANE_ACTIVATION_WEIGHTS + p), code);
    }
    return sum;
  }

  /** α₀·K + Σ_p α_p·popcount(a_p) */
  rowSum(row: number, code: ActivationCode): number {
    const { alpha } = code;
    const { int32 } = this.#o.words;
    const inFeatures = this.#o.integer(PLANE_IN_FEATURES);
    let sum = alpha(PLANE_ACTIVATION_OFFSET) * inFeatures;
    for (let p = 0; p < this.#activationPlanes; p++) {
      const a = this.#plane(row, p);
      let count = 0;
      for (let t = 0; t < this.#wordsPerRow; t++) count += popcount32(int32[a + t]);
      sum += share(count, inFeatures, alpha(PLANE_ACTIVATION_WEIGHTS + p), code);
    }
    return sum;
  }

  #plane(row: number, p: number): number {
    return this.#o.word(PLANE_BITS) + (row * this.#activationPlanes + p) * this.#wordsPerRow;
  }
}
