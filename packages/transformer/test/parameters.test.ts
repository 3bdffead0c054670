import { expect, test } from "vitest";
import { binarizeFrom } from "../src/config.ts";
import { describeModel } from "../src/describe-model.ts";
import { describedParameters, parameterShapes } from "../src/parameter-shapes.ts";
import { initializeParameters } from "../src/parameters.ts";
import { tinyConfig, toyTokens } from "./tiny-transformer.ts";

const config = { ...tinyConfig, features: 32, feedForwardFeatures: 48, vocabularySize: 127 };
const spread = (values: Float32Array): { mean: number; deviation: number; largest: number } => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { mean, deviation: Math.sqrt(variance), largest };
};

test("has one table, stacked projections, and norms of heads", () => {
  const shapes = new Map(parameterShapes(config).map(({ name, shape }) => [name, shape]));
  expect(shapes.get("embedding/table")).toEqual([127, 32]);
  expect(shapes.get("encoder/0/self-attention/query-key-value/weights")).toEqual([3 * 32, 32]);
  expect(shapes.get("decoder/1/cross-attention/key-value/weights")).toEqual([2 * 32, 32]);
  expect(shapes.get("decoder/0/self-attention/key-norm/gamma")).toEqual([32 / 2]);
  expect(shapes.get("encoder/0/feed-forward/output/weights")).toEqual([32, 48]);
});

test("a description in one bit with an 8-bit table declares the same parameters as one in float", () => {
  const oneBit = { ...config, binarize: { ...binarizeFrom(0), einsums: 0 } };
  const options = { name: "tiny", step: 0, tokens: toyTokens, embeddingBits: 8 } as const;
  expect(describedParameters(describeModel(oneBit, options))).toEqual(parameterShapes(config));
});

test("each dense and layer-norm node but the logits has its own part of one parameter", () => {
  const nodes = parameterShapes(config).flatMap(({ nodes: own, part }) =>
    part === "weights" || part === "gamma" ? own : [],
  );
  expect(new Set(nodes).size).toBe(nodes.length);
  expect(nodes.filter((name) => name.endsWith("/key"))).toEqual([
    "encoder/0/self-attention/key",
    "decoder/0/self-attention/key",
    "decoder/0/cross-attention/key",
    "decoder/1/self-attention/key",
    "decoder/1/cross-attention/key",
  ]);
});

test("without extra norms only the pre-norms remain", () => {
  const names = parameterShapes({ ...config, extraNorms: false }).map(({ name }) => name);
  const norms = names.filter((name) => name.endsWith("gamma"));
  // Two in each encoder layer, three in each decoder layer, one after each stack.
  expect(norms.length).toBe(2 + 2 * 3 + 2);
});

test("matrices are within Xavier's limit of one matrix, not of the stack", () => {
  const parameters = initializeParameters(config, 1);
  const stack = spread(parameters["encoder/0/self-attention/query-key-value/weights"].values);
  const hidden = spread(parameters["encoder/0/feed-forward/hidden/weights"].values);
  for (const [{ mean, deviation, largest }, fans] of [
    [stack, 32 + 32],
    [hidden, 32 + 48],
  ] as const) {
    const limit = Math.sqrt(6 / fans);
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.98 * limit);
    expect(Math.abs(mean)).toBeLessThan(0.05 * limit);
    expect(Math.abs(deviation / (limit / Math.sqrt(3)) - 1)).toBeLessThan(0.05);
  }
});

test("the table has deviation d^−½", () => {
  const { mean, deviation } = spread(initializeParameters(config, 1)["embedding/table"].values);
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(Math.abs(deviation * Math.sqrt(32) - 1)).toBeLessThan(0.05);
});

test("norms start as the identity, biases at 0", () => {
  const parameters = initializeParameters(config, 1);
  expect(new Set(parameters["encoder/norm/gamma"].values)).toEqual(new Set([1]));
  expect(new Set(parameters["encoder/norm/beta"].values)).toEqual(new Set([0]));
  expect(new Set(parameters["encoder/0/feed-forward/hidden/bias"].values)).toEqual(new Set([0]));
});

test("a seed gives its values, another gives others, no two matrices are alike", () => {
  const name = "decoder/0/cross-attention/query/weights";
  const of = (seed: number, parameter = name): Float32Array =>
    initializeParameters(config, seed)[parameter].values;
  expect(of(1)).toEqual(of(1));
  expect(of(1)).not.toEqual(of(2));
  expect(of(1)).not.toEqual(of(1, "decoder/1/cross-attention/query/weights"));
});
