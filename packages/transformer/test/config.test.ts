import { expect, test } from "vitest";
import {
  binarizeFrom,
  binarizeWeightsFrom,
  checkConfig,
  isBinarized,
  type TransformerConfig,
} from "../src/config.ts";
import { tinyConfig } from "./tiny-transformer.ts";

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
  ["binarize.einsums", { binarize: { ...tinyConfig.binarize, einsums: -1 } }],
];
test.each(wrong)("refuses a wrong %s", (message, change) => {
  expect(() => checkConfig({ ...tinyConfig, ...change })).toThrow(message);
});
