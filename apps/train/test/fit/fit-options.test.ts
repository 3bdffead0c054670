import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../src/fit/fit-config.ts";
import { resolveConfig } from "../../src/fit/fit-options.ts";

const base = { ...defaultConfig, train: ["train.tsv"], tokenizer: "tokenizer.json" };

describe("the shape of the model", () => {
  test("is that of the size, but for what flags say", async () => {
    const { model } = await resolveConfig(
      { size: "S", encoderLayers: 4, decoderLayers: 2, feedForward: 320 },
      base,
    );
    expect(model).toEqual({
      ...defaultConfig.model,
      features: 128,
      encoderLayers: 4,
      decoderLayers: 2,
      feedForwardFeatures: 320,
    });
  });

  test("is refused where the heads do not divide it, before any text is read", async () => {
    await expect(resolveConfig({ features: 30 }, base)).rejects.toMatchObject({
      name: "UsageError",
      message: "TransformerConfig: features (30) must be a multiple of heads (4)",
    });
  });

  test("is the default's without a size", async () => {
    const { model } = await resolveConfig({ features: 192, decoderLayers: 1 }, base);
    expect(model).toEqual({ ...defaultConfig.model, features: 192, decoderLayers: 1 });
  });
});
