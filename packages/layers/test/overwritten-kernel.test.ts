import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { imageNetwork } from "../src/networks/image-network.ts";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { quantDense } from "../src/quant-dense.ts";
import { recipeOf } from "../src/systems/recipe-of.ts";
import { applyLayer } from "./apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

const straight = { name: "sign", options: { estimator: "straight-through" } };
const start = [0.25, -2, 0.75, -0.5];
const input = tf.tensor2d([[1, 1, -1, 1]]);

function layerOf(overwritesKernel: boolean, kernelQuantizer: typeof straight | null = straight) {
  const layer = quantDense({ units: 1, kernelQuantizer, kernelClip: null, overwritesKernel });
  applyLayer(layer, input);
  layer.setWeights([tf.tensor2d(start, [4, 1])]);
  return layer;
}

const kernelOf = (layer: { readonly kernel: tf.Tensor }): number[] => [...layer.kernel.dataSync()];

/** One step of gradient descent on the output itself. */
function step(layer: ReturnType<typeof quantDense>, rate: number): void {
  const loss = (): tf.Scalar => {
    const y = layer.apply(input, { training: true });
    return y instanceof tf.Tensor ? tf.sum<tf.Scalar>(y) : tf.scalar(0);
  };
  tf.train.sgd(rate).minimize(loss);
}

test("an update starts from the signs: 1 − 0.5·x, and the next one from the signs of that", () => {
  const layer = layerOf(true);
  step(layer, 0.5);
  // Signs 1, −1, 1, −1 less half of the gradient x = 1, 1, −1, 1.
  expect(kernelOf(layer)).toEqual([0.5, -1.5, 1.5, -1.5]);
  step(layer, 2);
  expect(kernelOf(layer)).toEqual([-1, -3, 3, -3]);
  step(layer, 0);
  expect(kernelOf(layer)).toEqual([-1, -1, 1, -1]);
});

test("without it, from the latent weights", () => {
  const layer = layerOf(false);
  step(layer, 0.5);
  expect(kernelOf(layer)).toEqual([-0.25, -2.5, 1.25, -1]);
});

test("a prediction writes nothing", () => {
  const layer = layerOf(true);
  applyLayer(layer, input);
  expect(kernelOf(layer)).toEqual(start);
});

test("a kernel without a quantizer stays as it is, and nothing is left behind", () => {
  const layer = layerOf(true, null);
  const before = tf.memory().numTensors;
  step(layer, 0);
  step(layer, 0);
  expect(kernelOf(layer)).toEqual(start);
  expect(tf.memory().numTensors - before).toBeLessThanOrEqual(2); // rates of two optimizers
});

test("a saved layer knows it", () => {
  const { overwritesKernel } = quantConv2d({
    filters: 1,
    kernelSize: 1,
    overwritesKernel: true,
  }).getConfig();
  expect(overwritesKernel).toBe(true);
});

test("steps that are smaller than 1 flip no sign: with Adam BMXNet's mode leaves all as they start", async () => {
  const flipsOf = async (preset: string): Promise<number> => {
    const recipe = recipeOf("bmxnet", preset);
    const sizes = { inputShape: [4, 4, 1], units: [8, 8], classes: 2, seed: 5 } as const;
    const model = imageNetwork(recipe, sizes);
    const hidden = model.layers.find(({ name }) => name.startsWith("quant_dense"));
    const layer = model.layers.filter((one) => one.getClassName() === "QuantDense")[1] ?? hidden;
    const signs = (): number[] => [...(layer?.getWeights()[0]?.dataSync() ?? [])].map(Math.sign);
    const before = signs();
    expect(before).toHaveLength(64);
    model.compile({ optimizer: tf.train.adam(0.05), loss: "meanSquaredError" });
    const images = tf.randomUniform([8, 4, 4, 1], 0, 255, "int32", 1);
    for (let i = 0; i < 20; i++) await model.trainOnBatch(images, tf.ones([8, 2]));
    const after = signs();
    return after.filter((sign, i) => sign !== before[i]).length;
  };
  expect(await flipsOf("bmxnet-v1-bb")).toBe(0);
  expect(await flipsOf("bmxnet-v1")).toBeGreaterThan(0);
});
