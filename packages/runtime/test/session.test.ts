import { evaluateModel, rowOf } from "@bnnkit/model/reference";
import { describe, expect, test, vi } from "vitest";
import {
  createTranslationSession,
  type TranslationSession,
} from "../src/translate/translation-session.ts";
import { generatedIds, openSession, randomSources } from "./open-session.ts";
import { type TinyModelOptions, tinyModel } from "./tiny-model.ts";

const variants: readonly (TinyModelOptions & { readonly title: string })[] = [
  { title: "float", weightBits: 32, activationBits: 32, tableBits: 32 },
  { title: "one-bit weights", weightBits: 1, activationBits: 32, tableBits: 32 },
  { title: "one-bit weights and activations", tableBits: 32 },
  { title: "one-bit activations, float weights", weightBits: 32, tableBits: 32 },
  { title: "W1A1 with int8 tables", tableBits: 8 },
  { title: "W1A1 with int8 tables and one-bit attention", attentionBits: 1 },
  { title: "float with one-bit attention", weightBits: 32, activationBits: 32, attentionBits: 1 },
  {
    title: "W1A1, tied, at sizes around a vector",
    tied: true,
    features: 132,
    heads: 4,
    feedForwardFeatures: 129,
    layers: 1,
    vocabularySize: 257,
  },
];

test.each([
  { layers: 1, lengths: [3] },
  { layers: 3, lengths: [3] },
  { layers: 3, lengths: [3, 5, 7] },
])("a decoding step is one crossing, and so is the encoder: %o", async ({ layers, lengths }) => {
  const { session, kernels, model } = await openSession({ layers });
  const run = vi.spyOn(kernels, "run");
  const sources = randomSources(model.description.tokens.vocabularySize, lengths);
  const results = await session.translateIds(sources, { maximumLength: 9 });
  const steps = Math.max(...results.map(([best]) => generatedIds(best!).length));
  expect(run).toHaveBeenCalledTimes(1 + steps);
});

describe.each(["js", "wasm-simd128"] as const)("createTranslationSession on %s", (isa) => {
  describe.each(variants)("$title", (variant) => {
    test("greedy tokens and log-probabilities equal the reference", async () => {
      const { session, model } = await openSession(variant, isa);
      const batch = randomSources(model.description.tokens.vocabularySize);
      const results = await session.translateIds(batch, { maximumLength: 9 });
      results.forEach(([best], i) => {
        const expected = evaluateModel(model, batch[i]!, [1, ...best!.tokens]);
        generatedIds(best!).forEach((id, t) => {
          const row = rowOf(expected, t);
          expect(id).toBe(row.indexOf(Math.max(...row)));
          expect(Math.abs(best!.logProbabilities[t]! - row[id]!)).toBeLessThan(2e-4);
        });
        expect(best!.isComplete || best!.tokens.length === 9).toBe(true);
      });
    });

    test("every hypothesis of a beam has the reference's log-probability", async () => {
      const { session, model } = await openSession(variant, isa);
      const batch = randomSources(model.description.tokens.vocabularySize, [2, 5, 3]);
      const options = { beamSize: 4, nBest: 4, maximumLength: 7, lengthPenalty: 0.6 };
      const results = await session.translateIds(batch, options);
      results.forEach((list, i) => {
        const scores = list.map(({ score }) => score);
        expect(new Set(list.map(({ tokens }) => tokens.join())).size).toBe(4);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        for (const hypothesis of list) {
          const expected = evaluateModel(model, batch[i]!, [1, ...hypothesis.tokens]);
          const ids = generatedIds(hypothesis);
          const sum = ids.reduce((total, id, t) => total + rowOf(expected, t)[id]!, 0);
          expect(Math.abs(hypothesis.logProbability - sum)).toBeLessThan(7 * 2e-4);
          expect(hypothesis.score).toBe(hypothesis.logProbability / ((5 + ids.length) / 6) ** 0.6);
        }
      });
    });

    test("a beam takes the length penalty that the model brings, unless told otherwise", async () => {
      const { session, model, kernels } = await openSession(variant, isa);
      const batch = randomSources(model.description.tokens.vocabularySize, [2, 5, 3]);
      const description = { ...model.description, lengthPenalty: 1.75 };
      using own = createTranslationSession({ ...model, description }, kernels);
      const options = { beamSize: 4, nBest: 4, maximumLength: 7 };
      const translate = (one: TranslationSession, lengthPenalty?: number) =>
        one.translateIds(batch, {
          ...options,
          ...(lengthPenalty !== undefined && { lengthPenalty }),
        });
      expect(await translate(own)).toEqual(await translate(session, 1.75));
      expect(await translate(own, 0)).toEqual(await translate(session, 0));
      expect(await translate(session)).toEqual(await translate(session, 0.6));
      expect(await translate(own)).not.toEqual(await translate(session));
    });

    test("a sentence gives the same alone and in any batch, bit for bit", async () => {
      const { session, model } = await openSession(variant, isa);
      const batch = randomSources(model.description.tokens.vocabularySize, [4, 1, 9, 4, 6, 13, 2]);
      for (const beamSize of [1, 3]) {
        const options = { beamSize, nBest: beamSize, maximumLength: 12 };
        const together = await session.translateIds(batch, options);
        const pairs = await session.translateIds(batch, { ...options, batchTokens: 12 * beamSize });
        expect(pairs).toEqual(together);
        for (const [i, source] of batch.entries()) {
          expect(await session.translateIds([source], options)).toEqual([together[i]]);
        }
        const reversed = await session.translateIds([...batch].reverse(), {
          ...options,
          keepOrder: true,
        });
        expect([...reversed].reverse()).toEqual(together);
      }
    });
  });
});

describe("translateIds", () => {
  test("a cache that has to grow changes nothing", async () => {
    const { session, model } = await openSession({ seed: 3 });
    const batch = randomSources(31, [3, 5, 8]);
    const options = { beamSize: 4, nBest: 4, maximumLength: 40 };
    const results = await session.translateIds(batch, options);
    const lengths = results.flatMap((list) => list.map(({ tokens }) => tokens.length));
    expect(Math.max(...lengths)).toBeGreaterThan(30);
    results.forEach((list, i) => {
      for (const hypothesis of list) {
        const target = [1, ...hypothesis.tokens].slice(0, 40);
        const expected = evaluateModel(model, batch[i]!, target);
        const ids = generatedIds(hypothesis);
        const sum = ids.reduce((total, id, t) => total + rowOf(expected, t)[id]!, 0);
        expect(Math.abs(hypothesis.logProbability - sum)).toBeLessThan(40 * 2e-4);
      }
    });
  });

  test("an empty sentence gives the empty hypothesis", async () => {
    const { session } = await openSession();
    const seen: number[] = [];
    const [empty, full] = await session.translateIds([[], [5, 6]], {
      maximumLength: 3,
      onSentence: (sentence) => seen.push(sentence),
    });
    expect(empty).toEqual([
      { tokens: [], logProbabilities: [], logProbability: 0, score: 0, isComplete: true },
    ]);
    expect(full!.length).toBe(1);
    expect(seen).toEqual([0, 1]);
    expect(await session.translateIds([])).toEqual([]);
  });

  test("tokens, sentences, progress and statistics are reported", async () => {
    const { session } = await openSession();
    const batch = randomSources(31, [3, 7, 5]);
    const streamed: number[][] = [[], [], []];
    const progress: number[] = [];
    const finished: number[] = [];
    let generated = 0;
    const results = await session.translateIds(batch, {
      maximumLength: 6,
      onToken: (sentence, token) => streamed[sentence]!.push(token),
      onSentence: (sentence) => finished.push(sentence),
      onProgress: ({ sentences, finishedSentences, generatedTokens }) => {
        expect(sentences).toBe(3);
        progress.push(finishedSentences);
        generated = generatedTokens;
      },
    });
    expect(streamed).toEqual(results.map(([best]) => best!.tokens));
    expect(progress.at(-1)).toBe(3);
    expect(progress).toEqual([...progress].sort());
    expect([...finished].sort()).toEqual([0, 1, 2]);
    const rows = results.map(([best]) => best!.logProbabilities.length).reduce((a, b) => a + b);
    expect(generated).toBe(rows);
    expect(session.statistics).toMatchObject({
      sentences: 3,
      sourceTokens: 3 + 7 + 5,
      generatedTokens: rows,
      decodedRows: rows,
    });
    expect(session.statistics.peakBytes).toBeGreaterThan(session.statistics.weightBytes);
    expect(session.statistics.weightBytes).toBeGreaterThan(0);
  });

  test.each([
    ["no array", "x", {}, TypeError, "sources"],
    ["no ids", ["x"], {}, TypeError, "sources[0]"],
    ["an id outside the vocabulary", [[3], [31]], {}, RangeError, "sources[1]"],
    ["a fraction", [[1.5]], {}, RangeError, "sources[0]"],
    ["a sentence that is too long", [Array(41).fill(3)], {}, RangeError, "at most 40"],
    ["beam 0", [[3]], { beamSize: 0 }, RangeError, "beamSize"],
    ["a beam wider than the vocabulary", [[3]], { beamSize: 32 }, RangeError, "beamSize"],
    ["more results than the beam", [[3]], { nBest: 2 }, RangeError, "beamSize"],
    ["a negative length penalty", [[3]], { lengthPenalty: -1 }, RangeError, "lengthPenalty"],
    [
      "NaN as the length penalty",
      [[3]],
      { lengthPenalty: Number.NaN },
      RangeError,
      "lengthPenalty",
    ],
    ["maximumLength beyond the model's", [[3]], { maximumLength: 41 }, RangeError, "maximumLength"],
    ["batchTokens 0", [[3]], { batchTokens: 0 }, RangeError, "batchTokens"],
  ])("refuses %s", async (_, input, options, kind, message) => {
    const { session } = await openSession();
    // @ts-expect-error: some inputs are wrong on purpose
    const result = session.translateIds(input, options);
    await expect(result).rejects.toThrow(kind);
    await expect(result).rejects.toThrow(message);
  });

  test("a signal stops it between two steps, and the memory is free again", async () => {
    const { session, kernels } = await openSession();
    const before = kernels.mark();
    const controller = new AbortController();
    let steps = 0;
    const work = session.translateIds(randomSources(31), {
      maximumLength: 40,
      signal: controller.signal,
      onProgress: () => {
        steps++;
        if (steps === 3) controller.abort(new Error("enough"));
      },
    });
    await expect(work).rejects.toThrow("enough");
    expect(steps).toBe(3);
    expect(kernels.mark()).toBe(before);
    const { signal } = controller;
    await expect(session.translateIds([[3]], { signal })).rejects.toThrow("enough");
    expect((await session.translateIds([[3]], { maximumLength: 2 })).length).toBe(1);
  });

  test("an abort from outside arrives while it works", async () => {
    const { session } = await openSession({ features: 96, layers: 3 });
    const signal = AbortSignal.timeout(50);
    const endless = async () => {
      for (;;) await session.translateIds(randomSources(31, Array(40).fill(20)), { signal });
    };
    await expect(endless()).rejects.toThrow(/time(d )?out/);
  });

  test("requests at the same time take turns and do not disturb each other", async () => {
    const { session, kernels } = await openSession();
    const other = createTranslationSession(tinyModel({ seed: 9 }), kernels);
    const batch = randomSources(31);
    const options = { maximumLength: 10, batchTokens: 8 };
    const expected = await session.translateIds(batch, options);
    const expectedOther = await other.translateIds(batch, options);
    const [a, b, c] = await Promise.all([
      session.translateIds(batch, options),
      other.translateIds(batch, options),
      session.translateIds(batch, options),
    ]);
    expect([a, c]).toEqual([expected, expected]);
    expect(b).toEqual(expectedOther);
    expect(expectedOther).not.toEqual(expected);
    other.dispose();
  });

  test("a callback that throws ends the request, not the session", async () => {
    const { session, kernels } = await openSession();
    const before = kernels.mark();
    const onToken = () => {
      throw new Error("from the callback");
    };
    const work = session.translateIds(randomSources(31), { onToken });
    await expect(work).rejects.toThrow("from the callback");
    expect(kernels.mark()).toBe(before);
    expect((await session.translateIds([[3, 4]], { maximumLength: 2 })).length).toBe(1);
  });
});
