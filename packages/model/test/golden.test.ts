import { describe, expect, test } from "vitest";
import { goldenTranslations, goldenTranslationTensors } from "../src/index.ts";
import { smallDescription } from "./small-model.ts";

describe("goldenTranslationTensors and goldenTranslations", () => {
  test("name the tensors by example and part", () => {
    const tensors = goldenTranslationTensors([
      {
        source: Int32Array.of(4, 5, 6),
        target: Int32Array.of(1, 2),
        logProbabilities: Float32Array.of(-1),
      },
    ]);
    expect([...tensors].map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
      ["golden/0/source", "I32", [3]],
      ["golden/0/target", "I32", [2]],
      ["golden/0/log-probabilities", "F32", [1]],
    ]);
  });

  test("round trip, eleven examples in their order and none", () => {
    const examples = Array.from({ length: 11 }, (_, i) => ({
      source: Int32Array.of(i),
      target: Int32Array.of(1, i),
      logProbabilities: Float32Array.of(-i),
    }));
    for (const list of [examples, []]) {
      const tensors = goldenTranslationTensors(list);
      expect(goldenTranslations({ description: smallDescription, tensors, metadata: {} })).toEqual(
        list,
      );
    }
  });
});
