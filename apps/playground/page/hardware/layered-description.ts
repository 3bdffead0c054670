import { bipolar, checkIntegerBetween } from "@bnnkit/core";
import type { ClassificationDescription, Node } from "@bnnkit/model";

/** A network of dense layers with weights and activations of ±1, whose input is made bits at half of a byte.
 *  @param sizes  of the input and of each layer, the last one the scores
 *  @throws RangeError for fewer than two sizes, or one that is no integer from 1 to 65,536 */
export function layeredDescription(sizes: readonly number[]): ClassificationDescription {
  const where = "layeredDescription";
  if (sizes.length < 2)
    throw new RangeError(`${where}: sizes must be two at least, got ${sizes.length}`);
  for (const [i, size] of sizes.entries())
    checkIntegerBetween(where, `sizes[${i}]`, size, 1, 65_536);
  const [features = 1, ...layers] = sizes;
  const bits: Node = {
    ...{ op: "threshold", name: "bits", inputs: ["image"], thresholds: [128], flips: false },
    code: bipolar,
  };
  const nodes = layers.flatMap((outFeatures, i): Node[] => {
    const inputs = [i === 0 ? "bits" : `signs${i - 1}`] as const;
    const weights = { tensor: `layer${i}`, code: bipolar };
    const dense: Node = {
      op: "dense",
      name: `layer${i}`,
      inputs,
      outFeatures,
      weights,
      bias: false,
    };
    if (i === layers.length - 1) return [dense];
    const signs: Node = {
      ...{ op: "threshold", name: `signs${i}`, inputs: [`layer${i}`], flips: true },
      ...{ thresholds: { perFeature: 1 }, code: bipolar },
    };
    return [dense, signs];
  });
  return {
    name: sizes.join("-"),
    task: "classification",
    graph: {
      inputs: [
        { name: "image", kind: "map", height: 1, width: 1, features, code: [{ digit: "uint8" }] },
      ],
      nodes: [bits, ...nodes],
      output: `layer${layers.length - 1}`,
    },
  };
}

/** The sizes that a text such as "784, 256, 10" names. */
export function sizesIn(text: string): readonly number[] {
  return text
    .split(/[^0-9]+/)
    .filter((part) => part !== "")
    .map(Number);
}
