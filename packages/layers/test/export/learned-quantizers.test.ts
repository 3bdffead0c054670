import type { QuantizerSpec } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { packClassifier } from "../../src/export/pack-classifier.ts";
import { quantDense } from "../../src/quant-dense.ts";
import { packedScores, predictedScores } from "./evaluate-packed.ts";

beforeAll(() => tf.setBackend("cpu"));

const [features, hidden, classes] = [9, 12, 3];

const inputs: readonly QuantizerSpec[] = [
  {
    name: "shifted-sign",
    options: { shift: Array.from({ length: hidden }, (_, i) => i / 8 - 0.7) },
  },
  { name: "shifted-bases" },
  { name: "learned-clip", options: { bits: 3, clip: 2 } },
  { name: "two-level", options: { distance: 0.75, center: 0.25 } },
  { name: "residual-bases", options: { bits: 3 } },
];

const kernels: readonly QuantizerSpec[] = [
  { name: "least-squares-bases" },
  { name: "heterogeneous-bits" },
  { name: "centered-sign" },
  { name: "rectified-sign" },
  { name: "proximal" },
];

describe.each(inputs)("inputs of $name", (inputQuantizer) => {
  test.each(kernels)(
    "and a kernel of $name have the same scores when packed",
    (kernelQuantizer) => {
      const model = tf.sequential({
        layers: [
          quantDense({ units: hidden, inputShape: [features], kernelQuantizer, seed: 1 }),
          tf.layers.batchNormalization(),
          quantDense({ units: classes, inputQuantizer, kernelQuantizer, seed: 2 }),
          tf.layers.batchNormalization(),
        ],
      });
      const x = tf.tensor2d(
        Array.from({ length: 5 * features }, (_, i) => Math.round(3 * Math.sin(i))),
        [5, features],
      );
      const packed = packClassifier(model, { name: "test", labels: ["a", "b", "c"] });
      const expected = predictedScores(model, x).flat();
      for (const [i, score] of packedScores(packed, x).flat().entries()) {
        expect(Math.abs(score - expected[i]!)).toBeLessThan(1e-4);
      }
      expect(new Set(expected).size).toBeGreaterThan(classes);
    },
  );
});
