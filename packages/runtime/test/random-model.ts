import { wordsPerRow } from "@bnnkit/core";
import {
  type DenseNode,
  graphsOf,
  type ModelDescription,
  type PackedModel,
  type Tensor,
  type TensorSpec,
  tensorsOf,
} from "@bnnkit/model";
import { createRandom, type Random } from "@bnnkit/testing";

/** A model of a description with random weights; the same seed gives the same model. */
export function randomModel(description: ModelDescription, seed: number): PackedModel {
  const random = createRandom(seed);
  const denseNodes = new Map<string, DenseNode>(
    graphsOf(description)
      .flatMap(({ graph }) => graph.nodes)
      .flatMap((node) => (node.op === "dense" ? [[`${node.name}.bits`, node] as const] : [])),
  );
  const tensors = new Map(
    [...tensorsOf(description)].map(([name, spec]) => {
      const node = denseNodes.get(name);
      return [name, node ? randomBits(node, random) : randomTensor(name, spec, random)];
    }),
  );
  return { description, tensors, metadata: {} };
}

function randomTensor(name: string, { shape, dtype }: TensorSpec, random: Random): Tensor {
  const length = shape.reduce((a, b) => a * b, 1);
  if (dtype === "I8") {
    return { dtype, shape, data: Int8Array.from({ length }, () => random.integer(-127, 127)) };
  }
  if (dtype !== "F32") throw new Error(`no random tensor "${name}" of dtype ${dtype}`);
  const draw = distributionOf(name, shape.at(-1) ?? 1);
  return { dtype, shape, data: Float32Array.from({ length }, () => draw(random)) };
}

function distributionOf(name: string, columns: number): (random: Random) => number {
  if (name.endsWith(".gamma")) return (random) => 1 + 0.2 * random.normal();
  if (name.endsWith(".beta") || name.endsWith(".bias")) return (random) => 0.2 * random.normal();
  if (name.endsWith("table.scales")) return (random) => (1 + random.uniform()) / 300;
  if (name.endsWith(".scales")) return (random) => 0.05 + 0.1 * random.uniform();
  return (random) => (1.5 * random.normal()) / Math.sqrt(columns);
}

function randomBits({ outFeatures, inFeatures }: DenseNode, random: Random): Tensor {
  const stride = wordsPerRow(inFeatures);
  const data = new Uint32Array(outFeatures * stride);
  for (let row = 0; row < outFeatures; row++) {
    for (let column = 0; column < inFeatures; column++) {
      if (random.sign() < 0) data[row * stride + (column >> 5)]! |= 1 << (column & 31);
    }
  }
  return { dtype: "U32", shape: [outFeatures, stride], data };
}
