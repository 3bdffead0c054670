import { sinusoidalPositions } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { causalMask, paddingMask } from "../src/attention-mask.ts";
import { noDropout } from "../src/dropout.ts";
import { embedTokens } from "../src/embedding.ts";
import { trainingArithmetic } from "../src/training-arithmetic.ts";
import { bmtQuantizers } from "../src/transformer-quantizers.ts";
import { tinyConfig, tinyVariables } from "./tiny-transformer.ts";

beforeAll(() => tf.setBackend("cpu"));

test("a token is √d times its row plus its position, wherever the row starts", () => {
  const variables = tinyVariables(tinyConfig);
  const parameter = (name: string): tf.Tensor => variables.get(name)!;
  const quantizers = bmtQuantizers(tinyConfig);
  const arithmetic = trainingArithmetic({ parameter, quantizers });
  const pass = {
    config: tinyConfig,
    step: 0,
    parameter,
    quantizers,
    arithmetic,
    dropout: noDropout,
  };
  const [rows, d] = [2, tinyConfig.features];
  const ids = Int32Array.of(3, 7, 7, 1);
  const table = variables.get("embedding/table")!.dataSync();
  const positions = sinusoidalPositions(17, d);
  const embedded = embedTokens(pass, { ids, size: rows, start: 4 }).dataSync();
  for (const [row, id] of ids.entries()) {
    for (let i = 0; i < d; i++) {
      const expected = Math.sqrt(d) * table[id * d + i] + positions[(4 + (row % 2)) * d + i];
      expect(embedded[row * d + i]).toBeCloseTo(expected, 5);
    }
  }
});

test("masks hide padding and what comes later", () => {
  const padding = paddingMask(Int32Array.of(3, 2, 0, 4, 5, 2), 2, 0);
  expect(padding.shape).toEqual([2, 1, 3]);
  expect([...padding.dataSync()]).toEqual([0, 0, -1e9, 0, 0, 0]);
  expect([...causalMask(3).dataSync()]).toEqual([0, -1e9, -1e9, 0, 0, -1e9, 0, 0, 0]);
});
