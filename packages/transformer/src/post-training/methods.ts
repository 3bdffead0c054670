import { checkPositiveInteger } from "@bnnkit/core";
import {
  type AlternatingBinarizationOptions,
  alternatingBinarization,
  type BiLlmOptions,
  type BinaryFactorOptions,
  biLlm,
  binaryFactors,
  dampedCorrelation,
  feedbackFactor,
  type InputCorrelation,
  type PbLlmOptions,
  partlyBinarizedTerms,
  pbLlm,
  roundColumns,
  rowColumnBinarization,
  steppedCode,
  steppedRows,
  steppedValue,
  type WeightMatrix,
} from "@bnnkit/quantizers/calibration";
import { biLlmTerms } from "./bi-llm-terms.ts";
import { alternatingBlocks, type FittedBlocksOptions, rowColumnBlocks } from "./fitted-blocks.ts";
import { type LinearChain, oneMatrix } from "./linear-chain.ts";
import type { PlainTerm } from "./packed-matrix.ts";

/** How the matrices of linear layers become few bits, by what is said about inputs in calibration texts where there are some:
 *
 *  - `round`: equal steps of each row, `bits` 1 to 8 (default 4), with error feedback (GPTQ) unless `feedback` is false;
 *  - `pb-llm`: one bit for most weights and a byte for a share of them;
 *  - `bi-llm`: one bit for most weights and two for those of salient columns;
 *  - `arb-llm`: one bit (or two, `order` 2) with means and scales found in turn; `arb-rc`: with a scale of each row and column; with
 *    `groupSize` for each block of so many columns at most, whose errors go on to later blocks, as in the papers;
 *  - `nano-quant`: two one-bit factors of a rank, or of the rank that takes about `bits` a weight (default 1). */
export type BinarizationMethod =
  | { readonly method: "round"; readonly bits?: number; readonly feedback?: boolean }
  | ({ readonly method: "pb-llm" } & Omit<PbLlmOptions, "correlation">)
  | ({ readonly method: "bi-llm" } & Omit<BiLlmOptions, "correlation" | "blockSize">)
  | ({ readonly method: "arb-llm"; readonly groupSize?: number } & AlternatingBinarizationOptions)
  | { readonly method: "arb-rc"; readonly rounds?: number; readonly groupSize?: number }
  | ({ readonly method: "nano-quant"; readonly bits?: number } & Partial<
      Pick<BinaryFactorOptions, "rank" | "iterations" | "seed">
    >);

/** A linear layer of few bits, and the matrix that it stands for. */
export interface BinarizedLinear {
  readonly chain: LinearChain;
  /** Row-major. */
  readonly values: Float64Array;
}

/** Binarizes the matrix of a linear layer.
 *  @param correlation  Of its inputs; methods that need one refuse to do without.
 *  @throws RangeError as the functions of `@bnnkit/quantizers/calibration`. */
export function binarizeLinear(
  matrix: WeightMatrix,
  method: BinarizationMethod,
  correlation?: InputCorrelation,
): BinarizedLinear {
  switch (method.method) {
    case "round":
      return rounded(matrix, method, correlation);
    case "pb-llm": {
      const partly = pbLlm(matrix, { ...method, ...(correlation && { correlation }) });
      const [plane, bytes] = partlyBinarizedTerms(partly);
      const marks = { of: "weights", data: partly.salient } as const;
      return {
        chain: oneMatrix(matrix, [plane, { ...bytes, marks }].map(withoutMask)),
        values: partly.values,
      };
    }
    case "bi-llm": {
      if (correlation === undefined) {
        throw new RangeError('binarizeLinear: the method "bi-llm" needs calibration texts');
      }
      const blockSize = divisorUpTo(matrix.columns, 128);
      const binarized = biLlm(matrix, { ...method, correlation, blockSize });
      return { chain: oneMatrix(matrix, biLlmTerms(binarized)), values: binarized.values };
    }
    case "arb-llm": {
      const blocks = blocksOf(matrix, method, correlation);
      if (blocks !== undefined) return alternatingBlocks(matrix, method, blocks);
      const { means, scales, signs, values } = alternatingBinarization(matrix, method);
      const terms = signs.map((digits, k): PlainTerm => {
        return { digit: "bipolar", digits, scales: scales[k], ...(k === 0 && { offsets: means }) };
      });
      return { chain: oneMatrix(matrix, terms), values };
    }
    case "arb-rc": {
      const blocks = blocksOf(matrix, method, correlation);
      if (blocks !== undefined) return rowColumnBlocks(matrix, method.rounds, blocks);
      const { rowScales, columnScales, values } = rowColumnBinarization(matrix, method.rounds);
      const digits = matrix.values.map((w) => (w < 0 ? -1 : 1));
      const scales = { kind: "scales", name: "columns", scales: columnScales } as const;
      const signs = oneMatrix(matrix, [{ digit: "bipolar", digits, scales: rowScales }]);
      return { chain: [scales, ...signs], values };
    }
    case "nano-quant":
      return factored(matrix, method, correlation);
    default:
      return method satisfies never;
  }
}

/** The blocks of a method that has some. @throws RangeError if there are no calibration texts. */
function blocksOf(
  { columns }: WeightMatrix,
  { method, groupSize }: { readonly method: string; readonly groupSize?: number },
  correlation: InputCorrelation | undefined,
): FittedBlocksOptions | undefined {
  if (groupSize === undefined) return undefined;
  checkPositiveInteger("binarizeLinear", "groupSize", groupSize);
  if (correlation !== undefined) return { blockSize: divisorUpTo(columns, groupSize), correlation };
  throw new RangeError(`binarizeLinear: the method "${method}" in groups needs calibration texts`);
}

function withoutMask({ digit, digits, scales, offsets, slices, marks }: PlainTerm): PlainTerm {
  return {
    ...{ digit, digits, scales },
    ...(offsets && { offsets }),
    ...(slices && { slices }),
    ...(marks && { marks }),
  };
}

/** Codes of steps, each binary digit a plane of {0,1}. */
function rounded(
  matrix: WeightMatrix,
  { bits = 4, feedback = true }: Extract<BinarizationMethod, { readonly method: "round" }>,
  correlation?: InputCorrelation,
): BinarizedLinear {
  const { columns } = matrix;
  const stepped = steppedRows(matrix, { bits });
  const round = (value: number, row: number): number =>
    steppedValue(steppedCode(value, row, stepped), row, stepped);
  const values =
    correlation !== undefined && feedback
      ? roundColumns(matrix, feedbackFactor(dampedCorrelation(correlation)), () => round)
      : Float64Array.from(matrix.values, (w, i) => round(w, Math.floor(i / columns)));
  const codes = Uint8Array.from(values, (value, i) =>
    steppedCode(value, Math.floor(i / columns), stepped),
  );
  const planes = Array.from({ length: bits }, (_, bit): PlainTerm => {
    return {
      digit: "unipolar",
      digits: codes.map((code) => (code >> bit) & 1),
      scales: stepped.steps.map((step) => step * 2 ** bit),
      ...(bit === 0 && { offsets: stepped.offsets }),
    };
  });
  return { chain: oneMatrix(matrix, planes), values };
}

function factored(
  matrix: WeightMatrix,
  method: Extract<BinarizationMethod, { readonly method: "nano-quant" }>,
  correlation?: InputCorrelation,
): BinarizedLinear {
  const { rows, columns } = matrix;
  const { bits = 1, rank = rankOf(bits, rows, columns), iterations, seed } = method;
  const factors = binaryFactors(matrix, {
    rank,
    ...(iterations !== undefined && { iterations }),
    ...(seed !== undefined && { seed }),
    ...(correlation && { inputWeights: meanSquares(correlation) }),
  });
  const ones = new Float64Array(rank).fill(1);
  const right = { digit: "bipolar", digits: factors.right, scales: ones } as const;
  const left = { digit: "bipolar", digits: factors.left, scales: factors.post } as const;
  const chain: LinearChain = [
    { kind: "scales", name: "columns", scales: factors.pre },
    { kind: "matrix", name: "right", rows: rank, columns, terms: [right] },
    { kind: "scales", name: "components", scales: factors.mid },
    { kind: "matrix", name: "", rows, columns: rank, terms: [left] },
  ];
  return { chain, values: factors.values };
}

function rankOf(bits: number, rows: number, columns: number): number {
  return Math.max(1, Math.round((bits * rows * columns) / (rows + columns)));
}

/** Of each input, but never 0, relative to the mean of all. */
function meanSquares({ size, sums }: InputCorrelation): Float64Array {
  const squares = Float64Array.from({ length: size }, (_, i) => sums[i * size + i]);
  const mean = squares.reduce((a, b) => a + b, 0) / size || 1;
  return squares.map((square) => square / mean + 1e-3);
}

/** The greatest divisor of a number that is not above another. */
function divisorUpTo(value: number, greatest: number): number {
  for (let divisor = Math.min(value, greatest); ; divisor--) {
    if (value % divisor === 0) return divisor;
  }
}
