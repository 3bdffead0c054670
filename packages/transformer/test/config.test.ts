import { expect, test } from "vitest";
import {
  binarizeFrom,
  binarizeWeightsFrom,
  checkConfig,
  isBinarized,
  type TransformerConfig,
} from "../src/config.ts";
import { describeModel } from "../src/describe-model.ts";
import { tinyConfig, toyTokens } from "./tiny-transformer.ts";

test("a group is binarized from its start step on, or never", () => {
  expect([9, 10, 11].map((step) => isBinarized(10, step))).toEqual([false, true, true]);
  expect(isBinarized(0, 0)).toBe(true);
  expect(isBinarized(false, 1e9)).toBe(false);
});

test("weights alone are two of the five groups", () => {
  const started = Object.entries(binarizeWeightsFrom(7)).filter(([, start]) => start === 7);
  expect(started.map(([name]) => name)).toEqual(["feedForwardWeights", "attentionWeights"]);
  expect(Object.values(binarizeFrom(7)).filter((start) => start === 7).length).toBe(5);
});

const wrong: [string, Partial<TransformerConfig>][] = [
  ["vocabularySize", { vocabularySize: 0 }],
  ["features must be even", { features: 11, heads: 1 }],
  ["features must be even and at least 4, got 2", { features: 2, heads: 1 }],
  ["maximumLength must be in 2 … 65536, got 1", { maximumLength: 1 }],
  ["maximumLength must be in 2 … 65536, got 65537", { maximumLength: 65_537 }],
  ["multiple of heads", { heads: 5 }],
  ["encoderLayers", { encoderLayers: 1.5 }],
  ["dropout", { dropout: 1 }],
  ["attentionDropout", { attentionDropout: -0.1 }],
  ["labelSmoothing", { labelSmoothing: NaN }],
  ["postScale", { postScale: 0 }],
  ["triangleSlope must be positive and finite, got -2", { triangleSlope: -2 }],
  [
    "activationEstimator must be one of straight-through, triangle, got cubic",
    JSON.parse('{ "activationEstimator": "cubic" }'),
  ],
  [
    "binarize.feedForwardActivations must be false or a step ≥ 0, got undefined",
    JSON.parse('{ "binarize": { "feedForwardWeights": 0 } }'),
  ],
  ["binarize.einsums", { binarize: { ...tinyConfig.binarize, einsums: -1 } }],
];
test.each(wrong)("refuses a wrong %s", (message, change) => {
  expect(() => checkConfig({ ...tinyConfig, ...change })).toThrow(message);
});

test("what makes no Transformer is not described, either", () => {
  const options = { name: "x", step: 0, tokens: toyTokens, embeddingBits: 8 } as const;
  expect(() => describeModel({ ...tinyConfig, heads: 5 }, options)).toThrow("multiple of heads");
});
