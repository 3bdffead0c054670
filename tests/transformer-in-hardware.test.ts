import { readFileSync } from "node:fs";
import { estimateModel } from "@bnnkit/hardware";
import { readModel } from "@bnnkit/model";
import { modelUrl } from "@bnnkit/model-en-de-w1a1";
import { expect, test } from "vitest";

const model = readModel(readFileSync(modelUrl));

test("products of one bit of the shipped Transformer are units on a part that holds them", () => {
  const estimate = estimateModel(model, { part: "xc7z045", clockMHz: 200 });
  expect(estimate).toMatchObject({ arrangement: "units", fits: true });
  // Three blocks each: 36 products of 256 · 256, 12 of 256 · 1024. The scores of 8192 words, bytes, are more than its memory.
  expect(estimate.layers).toHaveLength(48);
  const macs = estimate.layers.reduce((sum, layer) => sum + layer.macs, 0);
  expect(macs).toBe(36 * 256 ** 2 + 12 * 256 * 1024);
  // Scores, softmax, norms and sums are left.
  expect(new Set(estimate.processor.map(({ op }) => op))).toEqual(
    new Set([
      ...["embedding", "position", "layer-norm", "threshold", "attention", "add"],
      ...["activation", "round", "dense"],
    ]),
  );
  for (const { reason } of estimate.processor) expect(reason).not.toBe("");
});

test("on a smaller part some products stay on the processor, and say so", () => {
  const { layers, processor, fits } = estimateModel(model, { part: "xc7z020", clockMHz: 200 });
  expect(fits).toBe(true);
  const left = processor.filter(({ op }) => op === "dense");
  expect(layers.length + left.length).toBe(49);
  expect(left.length).toBeGreaterThan(0);
  for (const { reason } of left)
    expect(reason).toBe("as a unit it would not fit xc7z020 beside the others");
});
