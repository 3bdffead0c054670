import {
  type BipolarMatrix,
  dot,
  foldThresholds,
  popcount32,
  type UnipolarMatrix,
} from "@bnnkit/core";

/** A word of both operands. */
export interface WordStep {
  readonly input: number;
  readonly weights: number;
  /** Of ±1 inputs their XOR, of {0,1} inputs their AND: the columns that count against the sum. */
  readonly combined: number;
  readonly count: number;
}

/** One dot product, step by step. */
export interface DotTrace {
  readonly words: readonly WordStep[];
  /** The counts of all words. */
  readonly total: number;
  /** What the counts are taken from: K of ±1 inputs, the number of ones of {0,1} inputs. */
  readonly whole: number;
  readonly dot: number;
}

/** The words that a dot product of an input with a row of weights combines and counts: `dot = whole − 2·total`. */
export function traceDot(
  input: BipolarMatrix | UnipolarMatrix,
  weights: BipolarMatrix,
  row: number,
): DotTrace {
  const start = row * weights.wordsPerRow;
  const words = Array.from({ length: weights.wordsPerRow }, (_, t): WordStep => {
    const [x = 0, w = 0] = [input.words[t], weights.words[start + t]];
    const combined = (input.kind === "bipolar" ? x ^ w : x & w) >>> 0;
    return { input: x, weights: w, combined, count: popcount32(combined) };
  });
  const ones = words.reduce((sum, word) => sum + popcount32(word.input), 0);
  return {
    words,
    total: words.reduce((sum, { count }) => sum + count, 0),
    whole: input.kind === "bipolar" ? input.cols : ones,
    dot: dot(input, 0, weights, row),
  };
}

/** What becomes of `y = scale·dot + bias` and its sign when it is packed. */
export interface ThresholdTrace {
  readonly threshold: number;
  readonly isFlipped: boolean;
  /** 1 where y < 0: `(dot ≥ threshold) ⊕ isFlipped`. */
  readonly bit: 0 | 1;
}

/** The sign of an affine map of a dot product as one comparison. */
export function traceThreshold(
  value: number,
  {
    scale,
    bias,
    inputs,
  }: { readonly scale: number; readonly bias: number; readonly inputs: number },
): ThresholdTrace {
  const { thresholds, flips } = foldThresholds({
    scales: Float32Array.of(scale),
    bias: Float32Array.of(bias),
    inFeatures: inputs,
  });
  const [threshold = 0, isFlipped] = [thresholds[0], (flips[0] ?? 0) === 1];
  return { threshold, isFlipped, bit: value >= threshold !== isFlipped ? 1 : 0 };
}
