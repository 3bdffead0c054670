import { bipolar, type Code, float32, ternary, unsigned } from "@bnnkit/core";
import { createRandom, type Random } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  type ClassificationDescription,
  type Node,
  type PackedModel,
  readModel,
  type Tensor,
  writeModel,
} from "../../src/index.ts";
import { evaluateGraph, matrix } from "../../src/reference/index.ts";
import { streamline } from "../../src/streamline/index.ts";
import { imageSystems, square } from "../image-systems.ts";
import { modelTensors, smallModel } from "../small-model.ts";

const scaled: Code = [{ digit: "bipolar", scale: "row" }];
const sign: Node = {
  op: "threshold",
  name: "bits",
  inputs: ["image"],
  thresholds: [128],
  flips: false,
  code: bipolar,
};
const conv = (code: Code, rest: object = {}): Node<"convolution"> => ({
  op: "convolution",
  name: "sums",
  inputs: ["bits"],
  outFeatures: 6,
  window: square(3, 1, 1, -1),
  groups: 1,
  weights: { tensor: "sums", code },
  bias: true,
  ...rest,
});
const levels = (
  x: string,
  code: Code = bipolar,
  perFeature = 1,
  rest: object = {},
): Node<"threshold"> => ({
  op: "threshold",
  name: `${x}.levels`,
  inputs: [x],
  thresholds: { perFeature },
  flips: true,
  code,
  ...rest,
});
const affine = (name: string, x: string, rest: object = {}): Node => ({
  op: "affine",
  name,
  inputs: [x],
  scales: true,
  offsets: true,
  ...rest,
});
const pool = (x: string, take: "maximum" | "mean" = "maximum"): Node => ({
  op: "pool",
  name: "pool",
  inputs: [x],
  take,
  window: square(2, 2),
});
const scores = (x: string, size: number): Node<"convolution"> => ({
  op: "convolution",
  name: "scores",
  inputs: [x],
  outFeatures: 4,
  window: square(size),
  groups: 1,
  weights: { tensor: "scores", code: bipolar },
  bias: false,
});

/** A classifier of 6×6 bytes with random numbers: scales and offsets about as large as sums need. */
function classifier(random: Random, nodes: readonly Node[], isPositive = false): PackedModel {
  const description: ClassificationDescription = {
    name: "random",
    task: "classification",
    graph: {
      inputs: [
        {
          name: "image",
          kind: "map",
          height: 6,
          width: 6,
          features: 2,
          code: [{ digit: "uint8" }],
        },
      ],
      nodes,
      output: nodes.at(-1)?.name ?? "",
    },
  };
  const tensors = [...modelTensors(description, random)].map(([name, tensor]): [string, Tensor] => {
    if (tensor.dtype !== "F32" || name.endsWith(".thresholds")) return [name, tensor];
    const data = tensor.data.map((value, i) => {
      if (name.endsWith(".scales")) {
        const scale = i % 5 === 3 ? 0 : 0.2 * value;
        return isPositive ? Math.abs(scale) : scale;
      }
      return value;
    });
    return [name, { ...tensor, data }];
  });
  return { description, tensors: new Map(tensors), metadata: { licence: "CC0-1.0" } };
}

/** The scores of one image. */
function scoresOf({ description, tensors }: PackedModel, random: Random): number[] {
  if (description.task !== "classification") throw new TypeError("scoresOf: a classifier, please");
  const [input] = description.graph.inputs;
  if (input?.kind !== "map") throw new TypeError("scoresOf: a map, please");
  const { height, width, features } = input;
  const image = matrix(height * width, features, () => random.integer(0, 255));
  return [...evaluateGraph({ tensors }, description.graph, new Map([["image", image]])).data];
}

const opsOf = ({ description }: PackedModel): string[] =>
  description.task === "classification" ? description.graph.nodes.map(({ op }) => op) : [];

/** Name, nodes, whether scales are positive, ops and codes of weights that come out. */
const cases: readonly (readonly [string, readonly Node[], boolean, readonly string[]])[] = [
  [
    "a product with scales and bias before a threshold is a bare product",
    [sign, conv(scaled), levels("sums"), scores("sums.levels", 6)],
    false,
    ["threshold", "convolution", "threshold", "convolution"],
  ],
  [
    "before several levels",
    [sign, conv(scaled), levels("sums", unsigned(2), 3), scores("sums.levels", 6)],
    false,
    ["threshold", "convolution", "threshold", "convolution"],
  ],
  [
    "before thresholds that are constants, with a scale that is one",
    [
      sign,
      conv([{ digit: "ternary", scale: -0.3 }]),
      levels("sums", ternary, 2, { thresholds: [-0.6, 0.8], flips: false }),
      scores("sums.levels", 6),
    ],
    false,
    ["threshold", "convolution", "threshold", "convolution"],
  ],
  [
    "before a max pool where scales are positive",
    [sign, conv(scaled), pool("sums"), levels("pool"), scores("pool.levels", 3)],
    true,
    ["threshold", "convolution", "pool", "threshold", "convolution"],
  ],
  [
    "an affine node before a threshold goes into it",
    [
      sign,
      conv(bipolar, { bias: false }),
      affine("norm", "sums"),
      levels("norm"),
      scores("norm.levels", 6),
    ],
    false,
    ["threshold", "convolution", "threshold", "convolution"],
  ],
  [
    "affine nodes one behind the other before a threshold on floats",
    [
      affine("first", "image", { scales: false }),
      affine("second", "first", { offsets: false }),
      levels("second", ternary, 2),
      scores("second.levels", 6),
    ],
    false,
    ["threshold", "convolution"],
  ],
  [
    "a product with an affine node, a pool and a threshold",
    [
      sign,
      conv(bipolar, { bias: false }),
      affine("norm", "sums"),
      pool("norm"),
      levels("pool"),
      scores("pool.levels", 3),
    ],
    true,
    ["threshold", "convolution", "pool", "threshold", "convolution"],
  ],
  [
    "an affine node behind the last product is its scales and bias",
    [sign, { ...scores("bits", 6), name: "sums" }, affine("scores", "sums")],
    false,
    ["threshold", "convolution"],
  ],
  [
    "offsets alone are the bias of any product",
    [
      sign,
      { ...conv(float32, { bias: false, window: square(6) }) },
      affine("y", "sums", { scales: false }),
    ],
    false,
    ["threshold", "convolution"],
  ],
];

describe("streamline", () => {
  test.each(cases)("%s", (_, nodes, isPositive, ops) => {
    const random = createRandom(11);
    for (let trial = 0; trial < 12; trial++) {
      const model = classifier(random, nodes, isPositive);
      const streamlined = streamline(model);
      expect(opsOf(streamlined)).toEqual(ops);
      const seed = random.integer(1, 1e6);
      for (let image = 0; image < 4; image++)
        expect(scoresOf(streamlined, createRandom(seed + image))).toEqual(
          scoresOf(model, createRandom(seed + image)),
        );
    }
  });

  test("products before thresholds come out as int32, thresholds as integers", () => {
    const [, nodes] = cases[0]!;
    const { description, tensors } = streamline(classifier(createRandom(2), nodes));
    expect(description).toMatchObject({
      graph: { nodes: [{}, { name: "sums", bias: false, weights: { code: bipolar } }, {}, {}] },
    });
    expect(tensors.get("sums.levels.thresholds")?.dtype).toBe("I32");
    expect([...tensors.keys()].sort()).toEqual([
      "scores.bits",
      "sums.bits",
      "sums.levels.flips",
      "sums.levels.thresholds",
    ]);
  });

  test.each<[string, readonly Node[]]>([
    [
      "negative scales before a pool",
      [sign, conv(scaled), pool("sums"), levels("pool"), scores("pool.levels", 3)],
    ],
    [
      "a mean between",
      [sign, conv(scaled), pool("sums", "mean"), levels("pool"), scores("pool.levels", 3)],
    ],
    [
      "a second reader",
      [
        sign,
        conv(scaled),
        levels("sums"),
        pool("sums"),
        levels("pool"),
        scores("sums.levels", 6),
        {
          ...scores("pool.levels", 3),
          name: "others",
          weights: { tensor: "others", code: bipolar },
        },
        { op: "add", name: "y", inputs: ["scores", "others"] },
      ],
    ],
    [
      "scales behind products that have their own",
      [sign, { ...scores("bits", 6), name: "sums", bias: true }, affine("scores", "sums")],
    ],
    [
      "levels with a scale of each row",
      [
        sign,
        conv(scaled),
        {
          ...levels("sums"),
          thresholds: [0],
          flips: false,
          code: scaled,
          rowScale: "half-maximum",
        },
        scores("sums.levels", 6),
      ],
    ],
  ])("leaves %s", (_, nodes) => {
    const model = classifier(createRandom(5), nodes);
    expect(streamline(model).description).toEqual(model.description);
  });

  test("leaves weights that nodes share", () => {
    const shared = { tensor: "sums", code: scaled };
    const nodes: readonly Node[] = [
      sign,
      conv(scaled),
      levels("sums"),
      conv(scaled, { name: "again", weights: shared }),
      levels("again"),
      { op: "add", name: "both", inputs: ["sums.levels", "again.levels"] },
      scores("both", 6),
    ];
    const model = classifier(createRandom(5), nodes);
    expect(streamline(model).description).toEqual(model.description);
  });

  test("keeps golden runs, labels and metadata, and makes a file", () => {
    const [, nodes] = cases[0]!;
    const model = classifier(createRandom(2), nodes);
    const description = { ...model.description, labels: ["a", "b", "c", "d"] };
    const golden: readonly [string, Tensor][] = [
      ["golden/0/image", { dtype: "U8", shape: [6, 6, 2], data: new Uint8Array(72) }],
      ["golden/0/output", { dtype: "F32", shape: [1, 4], data: new Float32Array(4) }],
    ];
    const tensors = new Map([...model.tensors, ...golden]);
    const read = readModel(writeModel(streamline({ ...model, description, tensors })));
    expect(read.description).toMatchObject({ labels: description.labels });
    expect(read.metadata).toEqual(model.metadata);
    for (const [name, tensor] of golden) expect(read.tensors.get(name)).toEqual(tensor);
  });

  test.each(imageSystems)("$name gives the same scores", (description) => {
    const random = createRandom(7);
    const model = { description, tensors: modelTensors(description, random), metadata: {} };
    const streamlined = streamline(model);
    for (let image = 1; image < 4; image++) {
      const expected = scoresOf(model, createRandom(image));
      const actual = scoresOf(streamlined, createRandom(image));
      for (const [i, score] of expected.entries()) expect(actual[i]).toBeCloseTo(score, 9);
    }
    expect(streamline(streamlined).description).toEqual(streamlined.description);
  });

  test("leaves a translation model", () => {
    const model = smallModel();
    expect(streamline(model).description).toEqual(model.description);
  });
});
