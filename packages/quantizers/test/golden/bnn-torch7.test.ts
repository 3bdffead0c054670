import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { nearestPowerOfTwo } from "../../src/power-of-two.ts";

beforeAll(() => tf.setBackend("cpu"));

test("T04 AP2 rounds to the nearest power in logarithm", () => {
  const x = tf.tensor1d([0.3, 0.7, -0.36, 1.5, 3, 5, 6, -11, 0, 1 / 3]);
  expect([...nearestPowerOfTwo(x).dataSync()]).toEqual([0.25, 0.5, -0.5, 2, 4, 4, 8, -8, 0, 0.25]);
});
