import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { latentKernels } from "../../src/kernel-layers.ts";
import { quantActivation } from "../../src/quant-activation.ts";
import { quantConv2d } from "../../src/quant-conv2d.ts";
import { quantSeparableConv2d } from "../../src/quant-separable-conv2d.ts";
import { scheduledValue, scheduleParameter } from "../../src/systems/parameter-schedule.ts";
import { recipeOf } from "../../src/systems/recipe-of.ts";

beforeAll(() => tf.setBackend("cpu"));

test.each([
  ["exponential", [1, 4, 16]],
  ["linear", [1, 8.5, 16]],
  ["offset-exponential", [1, 1 + (15 * (Math.sqrt(Math.E) - 1)) / (Math.E - 1), 16]],
  // A sigmoid is ½ at its middle: 1/μ is the mean of 1 and 1/16.
  ["inverse-sigmoid", [1, 2 / (1 + 1 / 16), 16]],
] as const)("%s", (curve, expected) => {
  const values = [0, 0.5, 1].map((t) => scheduledValue({ first: 1, last: 16, curve }, t));
  for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 12);
});

test("without a curve it is the exponential one; one that there is not is refused", () => {
  expect(scheduledValue({ first: 1, last: 16 }, 0.25)).toBe(2);
  const schedule = JSON.parse('{ "first": 1, "last": 2, "curve": "cosine" }');
  expect(() => scheduledValue(schedule, 0)).toThrow("kind must be one of linear");
});

test("τ of the recipe of ReCU is A·eᵗ + B from 0.85 to 0.99", () => {
  const { schedule } = recipeOf("recu");
  const [A, B] = [0.14 / (Math.E - 1), 0.85 - 0.14 / (Math.E - 1)];
  for (const t of [0, 0.3, 1])
    expect(scheduledValue(schedule!, t)).toBeCloseTo(A * Math.E ** t + B, 12);
});

test("a parameter is set in all layers that have it", () => {
  const tanh = { name: "sign", options: { estimator: "tanh" } };
  const layers = [
    quantConv2d({ filters: 1, kernelSize: 1, kernelQuantizer: tanh, inputShape: [2, 2, 1] }),
    quantActivation({ quantizer: tanh }),
    quantSeparableConv2d({ filters: 1, kernelSize: 1, pointwiseQuantizer: tanh }),
  ] as const;
  const model = tf.sequential({ layers: [...layers] });
  scheduleParameter(model, { parameter: "sharpness", first: 1, last: 4 }, 0.5);
  const [first, middle, last] = layers;
  const quantizers = [first.kernelQuantizer, middle.quantizer, last.pointwise.kernelQuantizer];
  expect(quantizers.map((quantizer) => quantizer?.options.sharpness)).toEqual([2, 2, 2]);
});

test("latent weights are those of quantized kernels", () => {
  const layers = [
    quantConv2d({ filters: 1, kernelSize: 1, inputShape: [2, 2, 1] }),
    quantConv2d({ filters: 1, kernelSize: 1, kernelQuantizer: "clipped-sign", useBias: true }),
  ];
  const model = tf.sequential({ layers });
  expect([...latentKernels(model)]).toEqual([layers[1]!.kernel]);
});
