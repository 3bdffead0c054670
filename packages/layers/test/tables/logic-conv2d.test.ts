import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { LogicConv2D, logicConv2d } from "../../src/tables/logic-conv2d.ts";
import { applyLayer } from "../apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

/** A gate of the upper left and the lower right bit of squares of two. */
function diagonalGate(entries: readonly number[], poolSize = 1): LogicConv2D {
  const layer = logicConv2d({ kernels: 1, kernelSize: 2, depth: 1, poolSize });
  layer.build([null, 3, 4, 1]);
  const leaves = tf.tensor2d([0, 0, 0, 1, 1, 0], [2, 3], "int32");
  layer.setWeights([tf.tensor2d([...entries], [1, 4]), leaves]);
  return layer;
}

const map = (): tf.Tensor => tf.tensor4d([0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0], [1, 3, 4, 1]);

test("by hand: AND of a diagonal at each place, OR of squares", () => {
  const and = diagonalGate([-1, -1, -1, 1]);
  const y = applyLayer(and, map());
  expect(y.shape).toEqual([1, 2, 3, 1]);
  // (0,0)∧(1,1), (0,1)∧(1,2), (0,2)∧(1,3); (1,0)∧(2,1), (1,1)∧(2,2), (1,2)∧(2,3).
  expect([...y.dataSync()]).toEqual([0, 1, 0, 1, 0, 0]);
  const pooled = applyLayer(diagonalGate([-1, -1, -1, 1], 2), map());
  expect(pooled.shape).toEqual([1, 1, 1, 1]);
  expect([...pooled.dataSync()]).toEqual([1]);
});

test("enumerated: the gates at every place, then OR, channels last", () => {
  const layer = diagonalGate([-1, -1, -1, 1], 2);
  const [gates, or, ...others] = layer.enumerate([null, 3, 4, 1]);
  expect(others).toEqual([]);
  expect([...(gates?.connections.dataSync() ?? [])]).toEqual([
    0, 5, 1, 6, 2, 7, 4, 9, 5, 10, 6, 11,
  ]);
  expect([...(gates?.levels.dataSync() ?? [])].join("")).toBe("0001".repeat(6));
  // The third column is left over.
  expect([...(or?.connections.dataSync() ?? [])]).toEqual([0, 1, 3, 4]);
  expect([...(or?.levels.dataSync() ?? [])].join("")).toBe(`0${"1".repeat(15)}`);
});

test("a configuration makes the same layer, a seed the same weights; a step leaves nothing", () => {
  const options = { kernels: 2, kernelSize: 2, depth: 2, seed: 4, start: "random" } as const;
  const [one, other] = [logicConv2d(options), logicConv2d(options)];
  const config = logicConv2d({ ...options, name: "trees", parametrization: "raw" }).getConfig();
  expect(LogicConv2D.fromConfig(LogicConv2D, config).getConfig()).toEqual(config);
  for (const layer of [one, other]) layer.build([null, 3, 4, 1]);
  const drawn = one.getWeights().map((weight) => [...weight.dataSync()]);
  expect(other.getWeights().map((weight) => [...weight.dataSync()])).toEqual(drawn);
  const x = map();
  const optimizer = tf.train.sgd(0.1);
  const step = (): void =>
    void optimizer.minimize(() => {
      const y = one.apply(x, { training: true });
      if (!(y instanceof tf.Tensor)) throw new TypeError("one output");
      return tf.sum<tf.Scalar>(y);
    });
  step();
  const before = tf.memory().numTensors;
  step();
  tf.dispose(applyLayer(one, x));
  expect(tf.memory().numTensors).toBe(before);
});

test("sizes that do not fit are refused by name", () => {
  const sizes = { kernels: 1, kernelSize: 2, depth: 1 };
  expect(() => logicConv2d({ ...sizes, kernels: 0 })).toThrow("logicConv2d: kernels");
  expect(() => logicConv2d({ ...sizes, depth: 9 })).toThrow("logicConv2d: depth");
  expect(() => logicConv2d({ ...sizes, poolSize: 3 })).toThrow("logicConv2d: poolSize");
  expect(() => logicConv2d({ ...sizes, start: "residual", gateTemperature: 0 })).toThrow(
    "logicConv2d: gateTemperature must be positive and finite, got 0",
  );
  expect(() => logicConv2d({ ...sizes, name: "small" }).build([null, 1, 4, 1])).toThrow(
    "small: the input must be [batch, height, width, channels] of 2 × 2 at least, got [null,1,4,1]",
  );
  expect(() => logicConv2d({ ...sizes, name: "early" }).enumerate([null, 3, 3, 1])).toThrow(
    "early: the layer has no weights before it is built",
  );
});
