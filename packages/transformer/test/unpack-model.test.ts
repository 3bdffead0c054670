import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { ofTask, type PackedModel, readModel } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { binarizeFrom, binarizeWeightsFrom, type TransformerConfig } from "../src/config.ts";
import { exportModel } from "../src/export-model.ts";
import { initializeParameters } from "../src/parameters.ts";
import { unpackModel } from "../src/unpack-model.ts";
import { tinyConfig, toyTokens } from "./tiny-transformer.ts";

beforeAll(() => tf.setBackend("cpu"));

const options = { name: "tiny", step: 0, tokens: toyTokens, golden: [] } as const;
const w1a1 = binarizeFrom(0);

/** A hash of the bytes of each tensor but the golden examples: a model has millions of numbers. */
function numbersOf(model: PackedModel): Map<string, string> {
  const numbers = [...model.tensors].filter(([name]) => !name.startsWith("golden/"));
  return new Map(
    numbers.map(([name, { data }]) => [name, createHash("sha256").update(data).digest("hex")]),
  );
}

describe.each<[string, TransformerConfig, 8 | 32]>([
  ["float", tinyConfig, 32],
  ["float without extra norms", { ...tinyConfig, extraNorms: false }, 8],
  ["weight-only", { ...tinyConfig, binarize: binarizeWeightsFrom(0) }, 8],
  ["W1A1", { ...tinyConfig, binarize: w1a1 }, 8],
  ["W1A1 with one-bit einsums", { ...tinyConfig, binarize: { ...w1a1, einsums: 0 } }, 32],
  ["W1A1 with a post scale", { ...tinyConfig, postScale: 0.25, binarize: w1a1 }, 32],
])("%s", (_, config, embeddingBits) => {
  const parameters = initializeParameters(config, 7);
  const model = exportModel(config, parameters, { ...options, embeddingBits });
  const unpacked = unpackModel(model);

  test("packed again it is the same model", () => {
    const again = exportModel(unpacked.config, unpacked.parameters, { ...options, embeddingBits });
    expect(again.description).toEqual(model.description);
    expect(numbersOf(again)).toEqual(numbersOf(model));
  });

  test("tells the shape and what is in one bit", () => {
    const { dropout, labelSmoothing, postScale, ...shape } = config;
    expect(unpacked.config).toEqual({ ...shape, dropout: 0, labelSmoothing: 0 });
  });
});

test("all weights of a one-bit row but one are far below the bound", () => {
  const config = { ...tinyConfig, binarize: w1a1 };
  const model = exportModel(config, initializeParameters(config, 7), {
    ...options,
    embeddingBits: 32,
  });
  const { parameters } = unpackModel(model);
  const { values, shape } = parameters["decoder/1/cross-attention/key-value/weights"];
  const columns = shape[1];
  for (let row = 0; row < shape[0]; row++) {
    const magnitudes = [...values.subarray(row * columns, (row + 1) * columns)].map(Math.abs);
    const greatest = Math.max(...magnitudes);
    const expected = magnitudes.map((_, column) =>
      column === row % columns ? greatest : greatest / 32,
    );
    expect(magnitudes).toEqual(expected);
  }
});

test("rows of zeros and of the least numbers keep their signs", () => {
  const config = { ...tinyConfig, binarize: w1a1 };
  const parameters = initializeParameters(config, 7);
  const { values } = parameters["encoder/0/self-attention/output/weights"];
  values.fill(0);
  for (let i = 0; i < 24; i += 5) values[i] = -(2 ** -149);
  const model = exportModel(config, parameters, { ...options, embeddingBits: 32 });
  const unpacked = unpackModel(model);
  const again = exportModel(unpacked.config, unpacked.parameters, {
    ...options,
    embeddingBits: 32,
  });
  expect(numbersOf(again)).toEqual(numbersOf(model));
});

test("the shipped one-bit model is the same model again, to the last bit", () => {
  const file = new URL("../../../models/en-de-w1a1/model.safetensors", import.meta.url);
  const model = readModel(readFileSync(file));
  const { config, parameters } = unpackModel(model);
  const { name, tokens } = ofTask("test", model.description, "sequence-to-sequence");
  const again = exportModel(config, parameters, {
    name,
    tokens,
    step: 0,
    embeddingBits: 8,
    golden: [],
  });
  expect(numbersOf(again)).toEqual(numbersOf(model));
}, 120_000);

test("a model of another make is refused", () => {
  const model = exportModel(tinyConfig, initializeParameters(tinyConfig, 7), {
    ...options,
    embeddingBits: 32,
  });
  const { graphs, ...rest } = ofTask("test", model.description, "sequence-to-sequence");
  const nodes = graphs.encoder.nodes.map((node) =>
    node.op === "layer-norm" ? { ...node, epsilon: 1e-3 } : node,
  );
  const description = {
    ...rest,
    graphs: { ...graphs, encoder: { ...graphs.encoder, nodes } },
  };
  expect(() => unpackModel({ ...model, description })).toThrow(
    new RangeError(
      'unpackModel: the description must be one that describeModel makes, got another ("tiny")',
    ),
  );
  expect(() => unpackModel({ ...model, tensors: new Map() })).toThrow(/^checkModel: /);
});
