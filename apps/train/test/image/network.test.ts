import { imageNetwork, systems } from "@bnnkit/layers";
import { expect, test } from "vitest";
import {
  defaultPreset,
  defaultRate,
  layerNetworkNames,
  networkDefaults,
  recipeNamed,
  systemNamed,
  systemNames,
} from "../../src/image/network.ts";

test("a system is named, its first preset stands for it, and its rate is that of the network", () => {
  expect(systemNames).toEqual(Object.keys(systems));
  expect(systemNamed("bnn")).toBe("bnn");
  expect(() => systemNamed("xor")).toThrow("--system must be one of float, binary-connect, bnn");
  expect(defaultPreset("bnn")).toBe("bnn-theano");
  const recipe = recipeNamed("bnn", "bnn-theano");
  expect([defaultRate(recipe, "mlp"), defaultRate(recipe, "cnn")]).toEqual([0.003, 0.005]);
  expect(() => recipeNamed("bnn", "bnn-jax")).toThrow(
    "--preset: bnn has bnn-theano, bnn-torch7, bnn-pytorch, bnn-theano-scaled, got bnn-jax",
  );
});

test("the float network has as many weights in its products as the binarized one", () => {
  for (const name of layerNetworkNames) {
    const { units, filters } = networkDefaults[name];
    const kernels = (["float", "bnn"] as const).map((system) => {
      const model = imageNetwork(recipeNamed(system, defaultPreset(system)), { units, filters });
      const shapes = model.getWeights().map((weight) => weight.shape);
      return shapes.filter((axes) => axes.length > 1);
    });
    expect(kernels[0]).toEqual(kernels[1]);
  }
});
