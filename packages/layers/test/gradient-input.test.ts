import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { KernelLayer } from "../src/kernel-layer.ts";
import { imageNetwork } from "../src/networks/image-network.ts";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { quantDense } from "../src/quant-dense.ts";
import { recipeOf } from "../src/systems/recipe-of.ts";

beforeAll(() => tf.setBackend("cpu"));

/** Of the sum of the outputs with respect to the kernel, in training. */
function kernelGradient(layer: KernelLayer, x: tf.Tensor): readonly number[] {
  layer.apply(x);
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(trained(layer, x)));
  return Object.values(grads).flatMap((gradient) => [...gradient.dataSync()]);
}

function trained(layer: KernelLayer, x: tf.Tensor): tf.Tensor {
  const y = layer.apply(x, { training: true });
  return y instanceof tf.Tensor ? y : tf.tensor([]);
}

test("T05 the gradient of a kernel has a power of two next to each input", () => {
  const layer = quantDense({ units: 1, gradientInput: "power-of-two", seed: 3 });
  const [three, five, ...exact] = kernelGradient(layer, tf.tensor2d([[-3, 5, 0.25, 0, 1]]));
  expect([-2, -4]).toContain(three);
  expect([4, 8]).toContain(five);
  expect(exact).toEqual([0.25, 0, 1]);
});

test("exponents of a convolution are clipped where that is said", () => {
  const layer = quantConv2d({
    ...{ filters: 1, kernelSize: [1, 3], seed: 3 },
    ...{ gradientInput: "power-of-two", gradientExponents: [-4, 3] },
  });
  // 100 = 2³·12.5, of which the probability of 2⁴ is clipped to 1, and 0.001 is below 2⁻⁴.
  const x = tf.tensor4d([100, 0.001, -0.5], [1, 1, 3, 1]);
  expect(kernelGradient(layer, x)).toEqual([16, 0.0625, -0.5]);
  expect(
    quantConv2d({ ...layer.getConfig(), filters: 1, kernelSize: 1 }).gradientExponents,
  ).toEqual([-4, 3]);
});

test("a recipe's exponents are those of its convolutions alone", () => {
  const recipe = recipeOf("few-multiplications", "binary-code");
  const sizes = { inputShape: [4, 4, 1], filters: [2], units: [3], classes: 2 } as const;
  const { layers } = imageNetwork(recipe, sizes);
  const exponents = layers.flatMap((layer) =>
    layer instanceof KernelLayer ? [layer.gradientExponents] : [],
  );
  expect(exponents).toEqual([[-4, 3], null, null]);
});

test("exponents that fall are refused", () => {
  expect(() => quantDense({ units: 1, gradientExponents: [3, -4] })).toThrow(
    "gradientExponents[1] must be an integer in 3 … 126, got -4",
  );
});

test("layers without a seed draw apart, the same in each of its runs", () => {
  const options = { units: 64, kernelQuantizer: "stochastic-sign", kernelClip: null } as const;
  const layers = ["a", "b", "a"].map((name) => quantDense({ ...options, name }));
  const [first, second, again] = layers.map((layer) => {
    layer.apply(tf.ones([1, 1]));
    layer.setWeights([tf.zeros([1, 64])]);
    return [...trained(layer, tf.ones([1, 1])).dataSync()].join(" ");
  });
  expect(second).not.toBe(first);
  expect(again).toBe(first);
});
