import { createKernels } from "@bnnkit/kernels";
import { evaluateModel, rowOf } from "@bnnkit/model/reference";
import { expect, test } from "vitest";
import { maximumBeamSize } from "../src/index.ts";
import { createTranslationSession } from "../src/translate/translation-session.ts";
import { generatedIds, openSession, randomSources } from "./open-session.ts";
import { tinyModel } from "./tiny-model.ts";

test("positions that a description allows cost nothing until a text has them", async () => {
  using kernels = await createKernels({ isa: "js" });
  const bytesOf = (maximumLength: number): number => {
    using session = createTranslationSession(tinyModel({ maximumLength }), kernels);
    return session.statistics.weightBytes;
  };
  expect(bytesOf(65_536)).toBe(bytesOf(1));
});

test("a model of 65,536 positions translates in the memory of one of 40", async () => {
  using kernels = await createKernels({ isa: "js" });
  using short = createTranslationSession(tinyModel({ maximumLength: 40 }), kernels);
  const batch = randomSources(31, [3, 12]);
  const expected = await short.translateIds(batch);
  using long = createTranslationSession(tinyModel({ maximumLength: 65_536 }), kernels);
  expect(await long.translateIds(batch)).toEqual(expected);
  expect(long.statistics.peakBytes - long.statistics.weightBytes).toBeLessThanOrEqual(
    short.statistics.peakBytes,
  );
});

test("positions beyond those of earlier batches are right", async () => {
  const { session, model } = await openSession({
    ...{ maximumLength: 300, layers: 1, seed: 3 },
    // Without signs, which a float32 sum in another order may turn.
    ...{ weightBits: 32, activationBits: 32, tableBits: 32 },
  });
  for (const length of [2, 90, 5]) {
    const [source] = randomSources(31, [length]);
    const [[best]] = await session.translateIds([source!], { maximumLength: 4 });
    const expected = evaluateModel(model, source!, [1, ...best!.tokens]);
    generatedIds(best!).forEach((id, t) => {
      expect(Math.abs(best!.logProbabilities[t]! - rowOf(expected, t)[id]!)).toBeLessThan(2e-4);
    });
  }
});

test("a beam is at most 64 wide, whatever the vocabulary", async () => {
  const { session } = await openSession({ vocabularySize: 300 });
  expect(maximumBeamSize).toBe(64);
  const [list] = await session.translateIds([[3]], { beamSize: 64, nBest: 64, maximumLength: 2 });
  expect(list!.length).toBe(64);
  const wide = session.translateIds([[3]], { beamSize: 65, maximumLength: 2 });
  await expect(wide).rejects.toThrow(RangeError);
  await expect(wide).rejects.toThrow("translateIds: beamSize must be an integer in 1 … 64, got 65");
});
