import { installTrainingBackend } from "@bnnkit/training-backend";
import { binarizeFrom, binarizeWeightsFrom } from "@bnnkit/transformer";
import { beforeAll, expect, test } from "vitest";
import { exactShare, reversePairs, train } from "../packages/transformer/test/reverse-task.ts";
import { tinyConfig } from "../packages/transformer/test/tiny-transformer.ts";

beforeAll(async () => {
  await installTrainingBackend();
});

const words = { longest: 5, vocabularySize: 13 };
const unseen = reversePairs(50, { seed: 1_000_003, ...words });

// Binarized from the middle on; the shares are what a run reaches, less a margin.
test.each([
  ["float", binarizeFrom(false), 0.9],
  ["weight-only", binarizeWeightsFrom(200), 0.7],
  ["W1A1", binarizeFrom(200), 0.2],
])("%s reverses sentences it has not seen", { timeout: 1_200_000 }, (_, binarize, share) => {
  const { model } = train(
    { ...tinyConfig, features: 32, feedForwardFeatures: 64, decoderLayers: 1, binarize },
    {
      steps: 600,
      schedule: {
        peak: 0.005,
        warmupSteps: 50,
        restart: { step: 200, peak: 0.005 },
        tail: { kind: "linear", step: 500, endStep: 600, rate: 0.0002 },
      },
      nextPairs: (step) => reversePairs(32, { seed: step, ...words }),
    },
  );
  const reached = exactShare(model, unseen, { step: 600, embeddingBits: 8 });
  expect(reached).toBeGreaterThanOrEqual(share);
});
