import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { networkNames, networks, systemNames } from "../../src/image/network.ts";

beforeAll(() => tf.setBackend("cpu"));

const shape = {
  inputShape: [8, 8, 1],
  units: [6],
  classes: 3,
  preset: "bnn-pytorch",
  seed: 1,
} as const;

describe.each(systemNames)("%s", (system) => {
  test.each(networkNames)("%s: scores of each class, from its seed", (name) => {
    const filters = name === "cnn" ? [2, 4] : [];
    const create = (seed: number): tf.LayersModel =>
      networks[system][name].create({ ...shape, filters, seed });
    const [model, again, other] = [create(5), create(5), create(6)];
    expect(model.inputs[0]?.shape).toEqual([null, 8, 8, 1]);
    expect(model.outputs[0]?.shape).toEqual([null, 3]);
    const weights = (of: tf.LayersModel): number[] =>
      of.getWeights().flatMap((weight) => [...weight.dataSync()]);
    expect(weights(again)).toEqual(weights(model));
    expect(weights(other)).not.toEqual(weights(model));
  });
});

test("the float network has as many weights in its products as the binarized one", () => {
  for (const name of networkNames) {
    const kernels = systemNames.map((system) => {
      const model = networks[system][name].create({ ...shape, filters: [2, 4] });
      const kernelShapes = model.getWeights().map((weight) => weight.shape);
      return kernelShapes.filter((axes) => axes.length > 1);
    });
    expect(kernels[0]).toEqual(kernels[1]);
  }
});
