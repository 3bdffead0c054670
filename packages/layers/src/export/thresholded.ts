import { type Code, findThresholds, isInteger } from "@bnnkit/core";
import type { Node, Tensor } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import type { ExportedValue } from "./exported-value.ts";
import type { LayerCall } from "./layer-export.ts";

/** Levels of numbers. */
export interface Leveling {
  /** Name of the node. */
  readonly wanted: string;
  readonly code: Code;
  /** Thresholds of each feature. */
  readonly count: number;
  /** The levels of numbers [count, features], each monotone. */
  levelsAt(x: tf.Tensor): Float32Array;
}

/** A value as levels: what is pending and they become the thresholds of one node. */
export function thresholded(
  { layer, writer }: Pick<LayerCall, "layer" | "writer">,
  value: ExportedValue,
  { wanted, code, count, levelsAt }: Leveling,
): ExportedValue {
  const { features } = value.type;
  const pixels = scaledBytes(value.type.code);
  const found = findThresholds({
    features,
    count,
    isInteger: isInteger(value.type.code) || pixels !== undefined,
    levelsAt: (numbers) =>
      tf.tidy(() => {
        const given = tf.tensor2d(numbers, [count, features]);
        const x = pixels ? tf.add<tf.Tensor2D>(tf.mul(given, pixels.scale), pixels.offset) : given;
        return levelsAt(value.pending.reduce((before, { apply }) => apply(before), x));
      }),
  });
  const name = writer.nameOf(wanted, layer.name);
  const flips = found.flips.some((word) => word !== 0);
  const node: Node = {
    op: "threshold",
    name,
    inputs: [value.name],
    thresholds: { perFeature: count },
    flips,
    code,
  };
  const shape = [features, count];
  const thresholds = pixels ? betweenBytes(found.thresholds, pixels) : found.thresholds;
  const tensors = new Map<string, Tensor>([
    [
      `${name}.thresholds`,
      thresholds instanceof Int32Array
        ? { dtype: "I32", shape, data: thresholds }
        : { dtype: "F32", shape, data: thresholds },
    ],
  ]);
  if (flips) {
    const words = { dtype: "U32", shape: [1, found.flips.length], data: found.flips } as const;
    tensors.set(`${name}.flips`, words);
  }
  return writer.write(node, value, tensors);
}

interface ScaledBytes {
  readonly scale: number;
  readonly offset: number;
}

/** How bytes are rescaled to real numbers, rising; undefined for other numbers. */
function scaledBytes([{ digit, scale = 1, offset = 0 }, ...others]: Code): ScaledBytes | undefined {
  if (digit !== "uint8" || others.length > 0) return undefined;
  if (typeof scale !== "number" || typeof offset !== "number" || scale <= 0) return undefined;
  return Number.isInteger(scale) && Number.isInteger(offset) ? undefined : { scale, offset };
}

/** Half a byte below the least byte of each level: TensorFlow.js rounds the numbers of bytes, and others need not round them so. */
function betweenBytes(
  least: ArrayLike<number>,
  { scale, offset }: ScaledBytes,
): Float32Array<ArrayBuffer> {
  return Float32Array.from(least, (byte) => scale * (byte - 0.5) + offset);
}
