import { findThresholds } from "@bnnkit/core";
import type { Node } from "../node.ts";
import { type ThresholdNode, thresholdCount } from "../nodes/threshold.ts";
import type { Tensor } from "../tensor.ts";
import { tensorNamed } from "../tensor-named.ts";
import { floatsOf, type Streamlined } from "./rewrite.ts";

/** A threshold node that reads x instead of f(x). */
export interface FoundThreshold {
  readonly node: Node<"threshold">;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** `scale[c]·x + offset[c]` in float32, each step rounded. */
export interface Float32Affine {
  readonly scales: Float32Array | undefined;
  readonly offsets: Float32Array | undefined;
}

/** The thresholds of x at which those of `f(x)` change a level.
 *  @param node  With thresholds in float32 and levels without a row scale.
 *  @param isInteger  Whether x is. */
export function thresholdBehind(
  { tensors }: Pick<Streamlined, "tensors">,
  node: ThresholdNode,
  { scales, offsets }: Float32Affine,
  { features, isInteger }: { readonly features: number; readonly isInteger: boolean },
): FoundThreshold {
  const count = thresholdCount(node);
  const levelAt = levelReader({ tensors }, node);
  const found = findThresholds({
    features,
    count,
    isInteger,
    levelsAt: (numbers) =>
      Array.from(numbers, (x, i) => {
        const c = i % features;
        const scaled = Math.fround(x * (scales?.[c] ?? 1));
        return levelAt(Math.fround(scaled + (offsets?.[c] ?? 0)), c);
      }),
  });
  const { name } = node;
  const { thresholds } = found;
  const shape = [features, count];
  const own = new Map<string, Tensor>([
    [
      `${name}.thresholds`,
      thresholds instanceof Int32Array
        ? { dtype: "I32", shape, data: thresholds }
        : { dtype: "F32", shape, data: thresholds },
    ],
  ]);
  const flips = found.flips.some((word) => word !== 0);
  if (flips) {
    own.set(`${name}.flips`, { dtype: "U32", shape: [1, found.flips.length], data: found.flips });
  }
  return { node: { ...node, thresholds: { perFeature: count }, flips }, tensors: own };
}

/** The level of a number in a feature. */
function levelReader(
  model: Pick<Streamlined, "tensors">,
  { name, thresholds, flips }: ThresholdNode,
): (y: number, feature: number) => number {
  const count = thresholdCount({ thresholds });
  const own = "perFeature" in thresholds ? floatsOf(model, `${name}.thresholds`) : undefined;
  const words = flips
    ? tensorNamed("streamline", model.tensors, `${name}.flips`, "U32").data
    : undefined;
  return (y, c) => {
    let level = 0;
    for (let t = 0; t < count; t++) {
      const threshold = "perFeature" in thresholds ? (own?.[c * count + t] ?? 0) : thresholds[t];
      if (!(y < threshold)) level++;
    }
    return ((words?.[c >>> 5] ?? 0) >>> (c & 31)) & 1 ? count - level : level;
  };
}
