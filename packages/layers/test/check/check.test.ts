import type { Support } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import { bnnCnn } from "../../src/networks/bnn-cnn.ts";
import { bnnMlp } from "../../src/networks/bnn-mlp.ts";
import { quantDense } from "../../src/quant-dense.ts";

beforeAll(() => tf.setBackend("cpu"));

const binary = { inputQuantizer: "clipped-sign", kernelQuantizer: "clipped-sign" };
const sequence = (...layers: tf.layers.Layer[]): tf.LayersModel => tf.sequential({ layers });
const small = (): tf.LayersModel => bnnMlp({ inputShape: [4, 4, 1], units: [6], classes: 2 });

test("the recipes can be packed", () => {
  expect(check(small())).toEqual([]);
  expect(check(bnnCnn({ inputShape: [8, 8, 1], filters: [3], units: [4], classes: 2 }))).toEqual(
    [],
  );
});

test("every layer is named, with reason and remedy, and in its order", () => {
  const model = sequence(
    tf.layers.rescaling({ scale: 1, offset: -128, inputShape: [8, 8, 2] }),
    tf.layers.conv2dTranspose({ filters: 3, kernelSize: 2, name: "up" }),
    tf.layers.batchNormalization({ axis: 1, name: "rows" }),
    tf.layers.conv2d({ filters: 3, kernelSize: 3, activation: "elu", name: "elu" }),
    tf.layers.flatten(),
    tf.layers.batchNormalization({ name: "late" }),
    quantDense({ units: 4, ...binary, name: "fine" }),
    tf.layers.dense({ units: 2, activation: "softmax", name: "scores" }),
  );
  const problems = check(model);
  expect(problems.map(({ layer }) => layer)).toEqual(["up", "rows", "elu", "late", "scores"]);
  expect(problems[1]).toEqual({
    layer: "rows",
    className: "BatchNormalization",
    reason: "must normalize over the last axis, got 1",
    remedy: "take the axis -1",
    message:
      'layer "rows" (BatchNormalization) must normalize over the last axis, got 1: take the axis -1',
  });
  expect(problems[4]!.remedy).toContain("leave it out of the last layer");
  for (const { reason, remedy } of problems) expect([reason, remedy]).not.toContain(undefined);
});

test("one that cannot be packed does not hide those behind it, nor make problems of them", () => {
  const model = sequence(
    tf.layers.upSampling2d({ size: [2, 2], inputShape: [4, 4, 3], name: "up" }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    quantDense({ units: 2, ...binary }),
    tf.layers.batchNormalization(),
  );
  expect(check(model).map(({ layer }) => layer)).toEqual(["up"]);
});

test("inputs, outputs and places are problems, too", () => {
  const input = tf.input({ shape: [3, 3, 4, 3], name: "cube" });
  const [y, other] = ["places", "other"].map((name) => {
    const output = tf.layers.dense({ units: 2, name }).apply(input);
    if (output instanceof tf.SymbolicTensor) return output;
    throw new TypeError("one output");
  });
  const problems = check(tf.model({ inputs: input, outputs: [y!, other!] }));
  expect(problems.map(({ reason }) => reason)).toEqual([
    "model must have one input and one output, got 1 and 2",
    expect.stringContaining("the model's input must be"),
    expect.stringContaining("must give one row of scores as the last layer"),
  ]);
});

test("an FPGA takes whole numbers: scales of scores and float layers stay on the processor", () => {
  const [scores, ...others] = check(small(), "fpga");
  expect(others).toEqual([]);
  expect(scores).toMatchObject({ className: "QuantDense" });
  expect(scores!.reason).toContain("has a scale or an offset behind its product");
  const float = sequence(
    tf.layers.dense({ units: 4, inputShape: [3], name: "float" }),
    quantDense({ units: 2, ...binary, name: "bits" }),
  );
  const problems = check(float, "fpga");
  expect(problems.map(({ layer }) => layer)).toEqual(["float", "bits"]);
  expect(problems[0]!.message).toContain("stays on the processor: it computes with floats");
});

test("C has thresholds, products, pools and affine maps alone", () => {
  expect(check(small(), "c")).toEqual([]);
  const model = sequence(
    tf.layers.dense({ units: 4, inputShape: [3], activation: "tanh", name: "float" }),
    quantDense({
      units: 2,
      inputQuantizer: { name: "bmt", options: { scaleAxis: "activations" } },
      kernelQuantizer: "clipped-sign",
      name: "rows",
    }),
  );
  expect(check(model)).toEqual([]);
  expect(check(model, "c").map(({ layer, reason }) => [layer, reason])).toEqual([
    ["float", "has no operator in C: activation"],
    ["rows", "has no operator in C: its scale depends on the data"],
  ]);
});

test("an interpreter's own table may be the target", () => {
  const nothing = "is not there";
  const table: Support = {
    name: "nothing",
    ops: {
      embedding: nothing,
      position: nothing,
      "rotary-position": nothing,
      dense: nothing,
      convolution: nothing,
      "look-up": nothing,
      "truth-tables": nothing,
      "group-sum": nothing,
      attention: nothing,
      threshold: { handle: () => undefined },
      round: nothing,
      affine: { handle: () => undefined },
      activation: nothing,
      "layer-norm": nothing,
      add: nothing,
      multiply: nothing,
      concatenate: nothing,
      pool: nothing,
    },
  };
  const found = check(small(), table);
  expect(found.map(({ className, reason }) => [className, reason])).toEqual([
    ["QuantDense", "is not there"],
    ["QuantDense", "is not there"],
  ]);
});

test("a target that is not there is refused, and nothing is left behind", () => {
  const model = small();
  const before = tf.memory().numTensors;
  check(model, "fpga");
  expect(tf.memory().numTensors).toBe(before);
  expect(() => check(model, JSON.parse('"gpu"'))).toThrow(
    'check: target must be one of wasm, fpga, c or a table, got "gpu"',
  );
});
