import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { imageNetwork, type Recipe, recipeOf, recipeOptimizer } from "../../src/index.ts";

beforeEach(() => void tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const network = (recipe: Recipe): tf.LayersModel =>
  imageNetwork(recipe, { inputShape: [4, 4, 1], units: [8, 8], classes: 2 });

test("Adam, and shift-based AdaMax, whose rates are set", () => {
  for (const name of ["float", "bnn"] as const) {
    const recipe = recipeOf(name);
    const { optimizer, setLearningRate } = recipeOptimizer(recipe, network(recipe), {
      learningRate: 0.01,
    });
    setLearningRate(0.002);
    expect(Reflect.get(optimizer, "learningRate")).toBe(0.002);
  }
});

test("plain gradient descent takes steps of its rate, as it is set", async () => {
  const recipe = recipeOf("few-multiplications", "ternary-code");
  const { optimizer, setLearningRate } = recipeOptimizer(recipe, network(recipe), {
    learningRate: 0.5,
  });
  const w = tf.variable(tf.scalar(1));
  optimizer.applyGradients([{ name: w.name, tensor: tf.scalar(1) }]);
  expect(w.dataSync()[0]).toBe(0.5);
  setLearningRate(0.25);
  optimizer.applyGradients([{ name: w.name, tensor: tf.scalar(1) }]);
  expect(w.dataSync()[0]).toBe(0.25);
});

test("steps of latent kernels are scaled by 1/√(1.5/(in + out)), those of the rest are not", async () => {
  const recipe = recipeOf("bnn", "bnn-theano-scaled");
  const model = network(recipe);
  const { optimizer, setLearningRate } = recipeOptimizer(recipe, model, { learningRate: 0.5 });
  setLearningRate(2 ** -10);
  const [kernel, gamma] = model.trainableWeights.map((weight) => weight.read());
  const before = [kernel, gamma].map((weight) => [...(weight?.dataSync() ?? [])]);
  expect(Math.max(...before[0].map(Math.abs))).toBeGreaterThan(0.9);
  const gradients = [kernel, gamma].flatMap((variable) =>
    variable instanceof tf.Variable ? [{ name: variable.name, tensor: tf.onesLike(variable) }] : [],
  );
  optimizer.applyGradients(gradients);
  // Adam's first step is the rate: 2⁻¹⁰ for γ, times √(24/1.5) = 4 for a kernel [16, 8], and not beyond −1.
  const after = [...(kernel?.dataSync() ?? [])];
  for (const [i, value] of before[0].entries())
    expect(after[i]).toBeCloseTo(Math.max(-1, value - 2 ** -8), 6);
  expect(gamma?.dataSync()[0]).toBeCloseTo(before[1][0] - 2 ** -10, 6);
});

test("an Adam of the caller's trains what a recipe has no other optimizer for", () => {
  const recipe = recipeOf("float");
  const adam = Object.assign(tf.train.adam(0.01), { learningRate: 0.01 });
  const { optimizer } = recipeOptimizer(recipe, network(recipe), { learningRate: 0.01, adam });
  expect(optimizer).toBe(adam);
});

test.each(["bop", "bold"])(
  "Bop's preset %s flips kernels of ±1, whatever Adam's rate",
  async (preset) => {
    const recipe = recipeOf("bop", preset);
    const model = network(recipe);
    const { optimizer, setLearningRate } = recipeOptimizer(recipe, model, { learningRate: 0.01 });
    model.compile({ optimizer, loss: "meanSquaredError" });
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    setLearningRate(0);
    const images = tf.randomUniform([8, 4, 4, 1], 0, 255, "int32", 1);
    for (let step = 0; step < 30; step++) await model.trainOnBatch(images, tf.ones([8, 2]));
    const after = model.getWeights().map((weight) => [...weight.dataSync()]);
    const trained = new Set(model.trainableWeights.map(({ name }) => name));
    const flipped = model.weights.map((_, i) => after[i].every((value) => Math.abs(value) === 1));
    const others = model.weights.flatMap(({ name }, i) =>
      trained.has(name) && !flipped[i] ? [i] : [],
    );
    // The kernels of both hidden layers; with a rate of 0 the rest stays.
    expect(model.weights.filter(({ shape }, i) => shape.length === 2 && flipped[i])).toHaveLength(
      2,
    );
    expect(others.length).toBeGreaterThan(0);
    for (const i of others) expect(after[i]).toEqual(before[i]);
  },
);
