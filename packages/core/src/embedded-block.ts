import { checkLength, checkPositiveInteger } from "./checks.ts";
import { bitAt, setBit } from "./sign-bytes.ts";
import { type Extent, slide, type Window } from "./window.ts";

/** The shapes of a block of eBNN: convolution, maximum of windows, batch normalization, sign. */
export interface EmbeddedBlock {
  /** Rows and columns of the input. */
  readonly map: Extent;
  readonly channels: number;
  readonly filters: number;
  /** What is outside of the map counts nothing, whatever the value of the padding. */
  readonly convolution: Window;
  /** Default: none. */
  readonly pool?: Window;
  /** What the input is of; default "signs". */
  readonly input?: "signs" | "reals";
}

/** What a block takes, in bytes but for the sizes. */
export interface EmbeddedBlockPlan {
  readonly convolved: Extent;
  readonly pooled: Extent;
  /** Of the output, one bit for each number, without gaps. */
  readonly outputBytes: number;
  /** Of the float32 map between convolution and sign that is never there, as the block makes one number after the other. */
  readonly unfusedBytes: number;
  /** Each filter, of signs each channel of it, starts with a byte. */
  readonly weightBytes: number;
  /** Bias, γ, β, mean and deviation of each filter, float32. */
  readonly parameterBytes: number;
}

/** What a block has learned, one number for each filter but for the weights. */
export interface EmbeddedBlockParameters {
  /** [filters · channels · height · width] Of either sign. */
  readonly weights: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
  readonly gamma: ArrayLike<number>;
  readonly beta: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  /** √variance, to which nothing is added. */
  readonly deviation: ArrayLike<number>;
}

const noPool: Window = {
  size: [1, 1],
  strides: [1, 1],
  dilations: [1, 1],
  padding: { top: 0, bottom: 0, left: 0, right: 0, value: 0 },
};

/** Sizes and memory of a block.
 *  @throws RangeError if a size is no integer ≥ 1, or a window larger than its padded map. */
export function planEmbeddedBlock(block: EmbeddedBlock): EmbeddedBlockPlan {
  const where = "planEmbeddedBlock";
  const { map, channels, filters, convolution, pool = noPool, input = "signs" } = block;
  checkPositiveInteger(where, "channels", channels);
  checkPositiveInteger(where, "filters", filters);
  const convolved = slide(where, map, convolution);
  const pooled = slide(where, convolved, pool);
  const taps = convolution.size[0] * convolution.size[1];
  return {
    convolved,
    pooled,
    outputBytes: Math.ceil((filters * pooled[0] * pooled[1]) / 8),
    unfusedBytes: 4 * filters * convolved[0] * convolved[1],
    weightBytes:
      input === "signs"
        ? filters * channels * Math.ceil(taps / 8)
        : filters * Math.ceil((channels * taps) / 8),
    parameterBytes: 5 * 4 * filters,
  };
}

/** Runs a block with one number in memory at a time: the greatest product under a window of the pool, whose sign after bias and
 *  batch normalization is the next bit of the output. Products under overlapping windows are computed again.
 *
 *  McDanel, Teerapittayanon, Kung 2017, https://arxiv.org/abs/1709.02260, §4
 *  @param input  [channels · height · width] bits as of `packSignBytes`, or reals
 *  @returns bits [filters · rows · columns], without gaps: {@link planEmbeddedBlock} says how many
 *  @throws TypeError if the input is not what the block says; RangeError if a length or size is not as it must be. */
export function runEmbeddedBlock(
  block: EmbeddedBlock,
  parameters: EmbeddedBlockParameters,
  input: Uint8Array | Float32Array,
): Uint8Array<ArrayBuffer> {
  const { pooled, convolved, outputBytes } = planEmbeddedBlock(block);
  checkLengths(block, parameters, input);
  const { bias, gamma, beta, mean, deviation } = parameters;
  const productAt = productOf(block, parameters.weights, input);
  const output = new Uint8Array(outputBytes);
  const places = pooled[0] * pooled[1];
  for (let i = 0; i < block.filters * places; i++) {
    const f = Math.floor(i / places);
    const place: Extent = [Math.floor((i % places) / pooled[1]), i % pooled[1]];
    let best = Number.NEGATIVE_INFINITY;
    visitTaps(block.pool ?? noPool, convolved, place, (row, column) => {
      best = Math.max(best, productAt(f, [row, column]));
    });
    const y = ((best + bias[f] - mean[f]) / deviation[f]) * gamma[f] + beta[f];
    setBit(output, i, y >= 0);
  }
  return output;
}

/** The product of a filter with the window at a place. */
function productOf(
  { map, channels, convolution }: EmbeddedBlock,
  weights: ArrayLike<number>,
  input: Uint8Array | Float32Array,
): (filter: number, place: Extent) => number {
  const valueAt =
    input instanceof Uint8Array
      ? (i: number): number => (bitAt(input, i) ? 1 : -1)
      : (i: number): number => input[i];
  const taps = convolution.size[0] * convolution.size[1];
  return (filter, place) => {
    let sum = 0;
    visitTaps(convolution, map, place, (row, column, tap) => {
      for (let c = 0; c < channels; c++) {
        const value = valueAt((c * map[0] + row) * map[1] + column);
        sum += weights[(filter * channels + c) * taps + tap] < 0 ? -value : value;
      }
    });
    return sum;
  };
}

/** Calls `visit` for each tap of the window at a place that is inside of the map. */
function visitTaps(
  { size, strides, dilations, padding }: Window,
  map: Extent,
  place: Extent,
  visit: (row: number, column: number, tap: number) => void,
): void {
  for (let tap = 0; tap < size[0] * size[1]; tap++) {
    const [i, j] = [Math.floor(tap / size[1]), tap % size[1]];
    const row = place[0] * strides[0] + i * dilations[0] - padding.top;
    const column = place[1] * strides[1] + j * dilations[1] - padding.left;
    if (row >= 0 && row < map[0] && column >= 0 && column < map[1]) visit(row, column, tap);
  }
}

function checkLengths(
  { map, channels, filters, convolution, input: kind = "signs" }: EmbeddedBlock,
  parameters: EmbeddedBlockParameters,
  input: Uint8Array | Float32Array,
): void {
  const where = "runEmbeddedBlock";
  if (input instanceof Uint8Array !== (kind === "signs")) {
    const expected = kind === "signs" ? "a Uint8Array of signs" : "a Float32Array of reals";
    throw new TypeError(`${where}: input must be ${expected}, got ${input.constructor.name}`);
  }
  const numbers = channels * map[0] * map[1];
  const length = input instanceof Uint8Array ? Math.ceil(numbers / 8) : numbers;
  checkLength(where, "input", input.length, length);
  const taps = convolution.size[0] * convolution.size[1];
  checkLength(where, "weights", parameters.weights.length, filters * channels * taps);
  for (const name of ["bias", "gamma", "beta", "mean", "deviation"] as const) {
    checkLength(where, name, parameters[name].length, filters);
  }
}
