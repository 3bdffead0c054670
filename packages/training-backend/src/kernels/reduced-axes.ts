import * as tf from "@tensorflow/tfjs";

/** How a reduction walks through row-major elements: over whole rows (the first axes), within rows (the last axes), or
 *  neither. */
export interface Reduction {
  readonly over: "first axes" | "last axes" | "other axes";
  readonly reducedCount: number;
  readonly keptCount: number;
  readonly outputShape: number[];
}

/** Reads the axis attribute of a reduction of `shape`; null and undefined name all axes. */
export function readReduction(axis: unknown, keepDims: unknown, shape: number[]): Reduction {
  const axes = axesOf(axis, shape);
  const isReduced = shape.map((_, a) => axes.includes(a));
  const product = (sizes: readonly number[]): number => sizes.reduce((p, size) => p * size, 1);
  const outputShape = keepDims
    ? shape.map((size, a) => (isReduced[a] ? 1 : size))
    : shape.filter((_, a) => !isReduced[a]);
  const last = isReduced.slice(shape.length - axes.length).every(Boolean);
  const first = isReduced.slice(0, axes.length).every(Boolean);
  return {
    over: last ? "last axes" : first ? "first axes" : "other axes",
    reducedCount: product(shape.filter((_, a) => isReduced[a])),
    keptCount: product(shape.filter((_, a) => !isReduced[a])),
    outputShape,
  };
}

function axesOf(axis: unknown, shape: number[]): number[] {
  if (axis === null || axis === undefined) return shape.map((_, a) => a);
  return tf.util.parseAxisParam(Array.isArray(axis) ? axis.map(Number) : Number(axis), shape);
}
