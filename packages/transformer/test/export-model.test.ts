import {
  goldenTranslations,
  graphsOf,
  readModel,
  tensorsOf,
  tensorsOfNode,
  typeGraph,
  writeModel,
} from "@bnnkit/model";
import { element, evaluateModel } from "@bnnkit/model/reference";
import { bmtQuantizer, clippedSignQuantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { binarizeFrom, binarizeWeightsFrom, type TransformerConfig } from "../src/config.ts";
import { exportModel } from "../src/export-model.ts";
import { initializeParameters } from "../src/parameters.ts";
import { bmtQuantizers } from "../src/transformer-quantizers.ts";
import { tinyConfig, toyTokens } from "./tiny-transformer.ts";

beforeAll(() => tf.setBackend("cpu"));

const golden = [
  [3, 4, 5, 6, 2],
  [7, 2],
];
const options = { name: "tiny", step: 0, tokens: toyTokens, golden } as const;

const w1a1 = binarizeFrom(0);
const variants: [string, TransformerConfig, 8 | 32][] = [
  ["float", tinyConfig, 32],
  ["float without extra norms", { ...tinyConfig, extraNorms: false }, 32],
  ["float with an 8-bit table", tinyConfig, 8],
  ["weight-only", { ...tinyConfig, binarize: binarizeWeightsFrom(0) }, 8],
  ["W1A1", { ...tinyConfig, binarize: w1a1 }, 8],
  [
    "W1A1 with a post scale",
    { ...tinyConfig, extraNorms: false, postScale: 0.25, binarize: w1a1 },
    32,
  ],
  ["W1A1 with one-bit einsums", { ...tinyConfig, binarize: { ...w1a1, einsums: 0 } }, 32],
  [
    "float weights, one-bit rows",
    {
      ...tinyConfig,
      binarize: { ...binarizeFrom(false), feedForwardActivations: 0 },
    },
    32,
  ],
];

describe.each(variants)("%s", (_, config, embeddingBits) => {
  const parameters = initializeParameters(config, 7);
  const model = exportModel(config, parameters, { ...options, embeddingBits });

  test("has every tensor of its description, of its shape", () => {
    for (const [name, { dtype, shape }] of tensorsOf(model.description)) {
      expect(model.tensors.get(name)).toMatchObject({ dtype, shape });
    }
  });

  test("its nodes, run from their definitions, give the golden probabilities within 2e-4", () => {
    const examples = goldenTranslations(model);
    expect(examples.length).toBe(2);
    for (const { source, target, logProbabilities } of examples) {
      const expected = evaluateModel(model, [...source], [...target.slice(0, -1)]);
      expect(expected.rows).toBe(logProbabilities.length);
      for (const [t, p] of logProbabilities.entries()) {
        expect(Math.abs(p - element(expected, t, target[t + 1]))).toBeLessThan(2e-4);
      }
    }
  });

  test("survives its file", () => {
    const read = readModel(writeModel(model));
    expect(read.description).toEqual(model.description);
    expect([...read.tensors.keys()].sort()).toEqual([...model.tensors.keys()].sort());
  });
});

test("one configuration gives float before its start step and one bit from it on", () => {
  const config = { ...tinyConfig, binarize: binarizeFrom(100) };
  const parameters = initializeParameters(config, 7);
  const digitsAt = (step: number): Set<string> => {
    const { description } = exportModel(config, parameters, {
      ...options,
      golden: [],
      step,
      embeddingBits: 8,
    });
    return new Set(
      graphsOf(description)
        .flatMap(({ graph }) => typeGraph(graph, "test").nodes)
        .filter(({ node }) => node.op === "dense" && node.name !== "decoder/logits")
        .flatMap((typed) => [...tensorsOfNode(typed).values()])
        .flatMap(({ digit, shape }) => (digit && shape.length === 2 ? [digit] : [])),
    );
  };
  expect([...digitsAt(99)]).toEqual(["float32"]);
  expect([...digitsAt(100)]).toEqual(["bipolar"]);
});

test("a golden target is what greedy decoding gives: from begin, to end only where it ends", () => {
  const parameters = initializeParameters(tinyConfig, 7);
  const targetsWith = (scale: number): number[][] => {
    // The row of the end token decides whether it is ever the most probable one.
    const table = parameters["embedding/table"];
    const values = table.values.map((value, i) =>
      Math.floor(i / 12) === 2 ? scale * value : value,
    );
    const changed = { ...parameters, "embedding/table": { ...table, values } };
    const model = exportModel(tinyConfig, changed, { ...options, embeddingBits: 32 });
    return goldenTranslations(model).map(({ target }) => [...target]);
  };
  for (const target of targetsWith(0)) {
    expect(target[0]).toBe(toyTokens.begin);
    expect(target.length).toBe(tinyConfig.maximumLength);
    expect(target).not.toContain(toyTokens.end);
  }
  const endings = [...targetsWith(30), ...targetsWith(-30)];
  const ended = endings.filter((target) => target.length < tinyConfig.maximumLength);
  expect(ended.length).toBeGreaterThan(0);
  for (const target of ended) expect(target.indexOf(toyTokens.end)).toBe(target.length - 1);
});

test("NaN in a weight is refused, naming parameter and index", () => {
  const config = { ...tinyConfig, binarize: w1a1 };
  const parameters = initializeParameters(config, 7);
  parameters["encoder/0/feed-forward/hidden/weights"].values[5] = NaN;
  expect(() =>
    exportModel(config, parameters, { ...options, golden: [], embeddingBits: 8 }),
  ).toThrow("parameter encoder/0/feed-forward/hidden/weights must be finite, got NaN at index 5");
});

const hidden = "encoder/0/feed-forward/hidden/weights";
test.each([
  ["transposed", { shape: [12, 20], values: new Float32Array(240) }, "shape [20,12], got [12,20]"],
  ["a row too long", { shape: [21, 12], values: new Float32Array(252) }, "got [21,12]"],
  ["short of values", { shape: [20, 12], values: new Float32Array(239) }, "240 values, got 239"],
])("a matrix that is %s is refused, without golden examples, too", (_, parameter, message) => {
  const parameters = { ...initializeParameters(tinyConfig, 7), [hidden]: parameter };
  const attempt = () =>
    exportModel(tinyConfig, parameters, { ...options, golden: [], embeddingBits: 8 });
  expect(attempt).toThrow(`exportModel: parameter ${hidden} must have`);
  expect(attempt).toThrow(message);
});

test("parameters of a deeper model, or of norms that the configuration has not, are refused", () => {
  const parameters = initializeParameters(tinyConfig, 7);
  for (const config of [
    { ...tinyConfig, decoderLayers: 1 },
    { ...tinyConfig, extraNorms: false },
  ]) {
    expect(() => exportModel(config, parameters, { ...options, embeddingBits: 8 })).toThrow(
      "does not belong to the configuration",
    );
  }
});

test.each([Number.NaN, -1, 0.5])("step %d is refused: it would give a float model", (step) => {
  const config = { ...tinyConfig, binarize: w1a1 };
  const parameters = initializeParameters(config, 7);
  expect(() => exportModel(config, parameters, { ...options, step, embeddingBits: 8 })).toThrow(
    `step must be an integer ≥ 0, got ${step}`,
  );
});

test("a post scale that float32 does not hold gives the scales of the evaluation, bit for bit", () => {
  const config = { ...tinyConfig, extraNorms: false, postScale: 0.1, binarize: w1a1 };
  const parameters = initializeParameters(config, 7);
  const model = exportModel(config, parameters, { ...options, golden: [], embeddingBits: 8 });
  const { shape, values } = parameters[hidden];
  const [{ scale }] = bmtQuantizer({ scaleAxis: "weight-rows" }).encode(
    tf.tensor(values, [...shape]),
  );
  const scales = model.tensors.get("encoder/0/feed-forward/hidden.scales")?.data;
  expect(scales).toEqual(Float32Array.from(tf.mul(scale, 0.1).dataSync()));
});

describe("quantizers", () => {
  const config = { ...tinyConfig, binarize: w1a1 };
  const parameters = initializeParameters(config, 7);
  const { weights, activations } = bmtQuantizers(config);
  const packed = { ...options, golden: [], embeddingBits: 8 } as const;

  test("weights of plain signs are packed with the scale 1", () => {
    const quantizers = { weights: clippedSignQuantizer(), activations };
    const model = exportModel(config, parameters, { ...packed, quantizers });
    const name = "encoder/0/feed-forward/hidden";
    expect(model.tensors.get(`${name}.scales`)?.data).toEqual(new Float32Array(20).fill(1));
    const { tensors } = exportModel(config, parameters, packed);
    expect(model.tensors.get(`${name}.bits`)).toEqual(tensors.get(`${name}.bits`));
  });

  test("rows whose rule of scales no file tells are refused", () => {
    for (const other of [
      clippedSignQuantizer(),
      bmtQuantizer({ scaleAxis: "activations", bound: 1 }),
    ]) {
      const quantizers = { weights, activations: other };
      expect(() => exportModel(config, parameters, { ...packed, quantizers })).toThrow(
        "exportModel: quantizers.activations must be bmtQuantizer with a bound for each row, got ",
      );
    }
  });
});

test("a missing parameter is refused by its name", () => {
  const { "decoder/norm/beta": _, ...parameters } = initializeParameters(tinyConfig, 7);
  expect(() =>
    exportModel(tinyConfig, parameters, { ...options, golden: [], embeddingBits: 8 }),
  ).toThrow("decoder/norm/beta");
});

test("leaves no tensor behind", () => {
  const parameters = initializeParameters(tinyConfig, 7);
  const before = tf.memory().numTensors;
  exportModel(tinyConfig, parameters, { ...options, embeddingBits: 8 });
  expect(tf.memory().numTensors).toBe(before);
});
