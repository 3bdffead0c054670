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
  const found = findThresholds({
    features,
    count,
    isInteger: isInteger(value.type.code),
    levelsAt: (numbers) =>
      tf.tidy(() => {
        const x = tf.tensor2d(numbers, [count, features]);
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
  const { thresholds } = found;
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
