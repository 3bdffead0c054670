import { expect, test } from "vitest";
import { formatClassifierSpeeds } from "../../src/classify/format-classifier-speeds.ts";

test("a row a network: images/s, and how many times as fast as each peer that ran", () => {
  const table = formatClassifierSpeeds([
    {
      name: "mlp-bnn",
      batches: [
        { batchSize: 1, imagesPerSecond: 32800.4, ratios: { "tfjs-wasm": 10.07, ort: 6.64 } },
        { batchSize: 64, imagesPerSecond: 42400, ratios: { "tfjs-wasm": 3.26 } },
      ],
    },
    { name: "mlp-float", batches: [{ batchSize: 1, imagesPerSecond: 5000, ratios: {} }] },
  ]);
  expect(table.split("\n")).toEqual([
    "| network | images/s | × tfjs-wasm | × ort | images/s in batches of 64 | × tfjs-wasm | × ort |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    "| mlp-bnn | 32800 | 10.1 | 6.6 | 42400 | 3.3 |  |",
    "| mlp-float | 5000 |  |  |  |  |  |",
    "",
  ]);
});
