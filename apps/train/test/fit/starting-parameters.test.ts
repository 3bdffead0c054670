import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveCheckpoint } from "@bnnkit/training-backend/node";
import { initializeParameters } from "@bnnkit/transformer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultConfig } from "../../src/fit/fit-config.ts";
import type { WeightsState } from "../../src/fit/run-state.ts";
import { startingParameters } from "../../src/fit/starting-parameters.ts";
import { transformerConfigOf } from "../../src/fit/transformer-config.ts";

const shape = {
  features: 8,
  heads: 2,
  feedForwardFeatures: 16,
  encoderLayers: 1,
  decoderLayers: 1,
};
const model = transformerConfigOf(
  { ...defaultConfig, model: { ...defaultConfig.model, ...shape } },
  300,
);
const initial = initializeParameters(model, 7);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-starting-"));
  const parameters = Object.fromEntries(
    Object.entries(initial).map(([name, { values }]) => [name, values]),
  );
  const state: WeightsState = { kind: "weights", model, step: 3, score: undefined, parameters };
  await saveCheckpoint(join(folder, "float.checkpoint"), state);
});
afterAll(() => rm(folder, { recursive: true }));

describe("startingParameters", () => {
  const path = (name: string): string => join(folder, name);

  test("are the weights of the file, whatever the seed", async () => {
    const options = { initialWeights: path("float.checkpoint"), seed: 1 };
    expect(await startingParameters(options, model)).toEqual(initial);
  });

  test("without a file come from the seed", async () => {
    expect(await startingParameters({ initialWeights: "", seed: 7 }, model)).toEqual(initial);
    expect(await startingParameters({ initialWeights: "", seed: 8 }, model)).not.toEqual(initial);
  });

  test("refuses the weights of another model, and no file", async () => {
    const options = { initialWeights: path("float.checkpoint"), seed: 1 };
    await expect(startingParameters(options, { ...model, features: 12 })).rejects.toThrow(
      /embedding\/table must have 3600 values for this model, got 2400/,
    );
    await expect(startingParameters(options, { ...model, encoderLayers: 2 })).rejects.toThrow(
      /encoder\/1\/.* must have .* got none/,
    );
    const missing = { initialWeights: path("none"), seed: 1 };
    await expect(startingParameters(missing, model)).rejects.toThrow(/none/);
  });
});
