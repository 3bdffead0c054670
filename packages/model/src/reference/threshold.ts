import { levelsOf, roundHalfEven } from "@bnnkit/core";
import type { TypedNode } from "../node.ts";
import { type ThresholdNode, thresholdCount } from "../nodes/threshold.ts";
import type { Coded, CodedTerm } from "./coded.ts";
import { unpackRows } from "./coded-weights.ts";
import { type Matrix, rowOf } from "./matrix.ts";
import { rowScaleOf } from "./row-scale.ts";
import type { TensorReader } from "./tensor-reader.ts";

/** The level of each number, as a number of the node's code. */
export function evaluateThreshold(node: ThresholdNode, x: Matrix, tensors: TensorReader): Coded {
  const { name, code, rowScale, flips } = node;
  const { rows, columns } = x;
  const count = thresholdCount(node);
  const levels = levelsOf("evaluateGraph", code, count);
  const thresholdAt = thresholdReader(node, tensors);
  const flipped = flips ? unpackRows(tensors.words(`${name}.flips`), 1, columns) : undefined;
  const levelAt = Array.from(x.data, (value, i) => {
    const column = i % columns;
    let level = 0;
    for (let t = 0; t < count; t++) if (!(value < thresholdAt(column, t))) level++;
    return flipped?.[column] ? count - level : level;
  });
  const terms = code.map(({ digit, scale = 1, offset = 0, slices = 1 }, p): CodedTerm => {
    const constants = (value: number): Float64Array => new Float64Array(rows * slices).fill(value);
    return {
      digits: Float64Array.from(levelAt, (level) => levels[level].digits[p]),
      scales:
        scale === "row" && rowScale !== undefined
          ? scalesOf(x, slices, (slice) => rowScaleOf(slice, rowScale))
          : constants(Number(scale)),
      offsets: offset === 0 ? undefined : constants(Number(offset)),
      offsetsZero: digit !== "ternary",
      slices,
    };
  });
  return { rows, columns, terms };
}

function thresholdReader(
  { name, thresholds }: ThresholdNode,
  tensors: TensorReader,
): (column: number, index: number) => number {
  if (!("perFeature" in thresholds)) return (_, index) => thresholds[index];
  const { perFeature } = thresholds;
  const values = tensors.numbers(`${name}.thresholds`);
  return (column, index) => values[column * perFeature + index];
}

/** `step·clamp(roundHalfEven(x/step))`; a NaN becomes the least. */
export function evaluateRound({ node }: TypedNode<"round">, x: Matrix): Coded {
  const { step, range } = node;
  const [least, greatest] = range;
  const scales =
    typeof step === "number"
      ? new Float64Array(x.rows).fill(step)
      : scalesOf(x, 1, (row) => rowScaleOf(row, step));
  const digits = x.data.map((value, i) => {
    const digit = roundHalfEven(value / scales[Math.floor(i / x.columns)]);
    return Number.isNaN(digit) ? least : Math.min(Math.max(digit, least), greatest);
  });
  const { rows, columns } = x;
  const term = { digits, scales, offsets: undefined, offsetsZero: true, slices: 1 };
  return { rows, columns, terms: [term] };
}

function scalesOf(
  x: Matrix,
  slices: number,
  scaleOf: (slice: Float64Array) => number,
): Float64Array {
  const size = x.columns / slices;
  return Float64Array.from({ length: x.rows * slices }, (_, i) => {
    const row = rowOf(x, Math.floor(i / slices));
    const start = (i % slices) * size;
    return scaleOf(row.subarray(start, start + size));
  });
}
