import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { binarizeFrom } from "../src/config.ts";
import { exactShare, reversePairs, train } from "./reverse-task.ts";
import { tinyConfig } from "./tiny-transformer.ts";

beforeAll(() => tf.setBackend("cpu"));

const config = { ...tinyConfig, features: 24, decoderLayers: 1, labelSmoothing: 0 };
const pairs = reversePairs(3, { seed: 3, longest: 4, vocabularySize: 13 });

test("float learns three sentences by heart", { timeout: 120_000 }, () => {
  const { model, losses } = train(config, {
    steps: 40,
    schedule: { peak: 0.01, warmupSteps: 5 },
    nextPairs: () => pairs,
  });
  expect(losses[39]).toBeLessThan(0.1 * losses[0]);
  expect(exactShare(model, pairs, { step: 40, embeddingBits: 32 })).toBe(1);
});

test("W1A1 from step 20 on loses what it knew and learns again", { timeout: 120_000 }, () => {
  const { losses } = train(
    { ...config, binarize: binarizeFrom(20) },
    {
      steps: 60,
      schedule: { peak: 0.01, warmupSteps: 5, restart: { step: 20, peak: 0.01 } },
      nextPairs: () => pairs,
    },
  );
  expect(losses[20]).toBeGreaterThan(2 * losses[19]);
  expect(losses[59]).toBeLessThan(0.5 * losses[20]);
});

test("a run repeats itself bit for bit", () => {
  const run = (): number[] =>
    train(
      { ...tinyConfig, dropout: 0.1, binarize: binarizeFrom(2) },
      {
        steps: 5,
        schedule: { peak: 0.01, warmupSteps: 2 },
        nextPairs: (step) => reversePairs(3, { seed: step, longest: 5, vocabularySize: 13 }),
      },
    ).losses;
  expect(run()).toEqual(run());
});
