import { readFileSync } from "node:fs";
import { isLooping } from "@bnnkit/metrics";
import * as enDe from "@bnnkit/model-en-de";
import * as enDeW1a1 from "@bnnkit/model-en-de-w1a1";
import { loadTranslator, type TranslateOptions, type Translator } from "@bnnkit/runtime";
import { interfaceTexts } from "@bnnkit/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { interfaceExpectations } from "./interface-expectations.ts";
import { lostItems } from "./lost-items.ts";

let translator: Translator;
let oneBit: Translator;

const load = ({ modelUrl, tokenizerUrl }: typeof enDe | typeof enDeW1a1): Promise<Translator> =>
  loadTranslator(readFileSync(modelUrl), readFileSync(tokenizerUrl, "utf8"));

beforeAll(async () => {
  translator = await load(enDe);
  oneBit = await load(enDeW1a1);
});
afterAll(() => {
  translator.dispose();
  oneBit.dispose();
});

const pad = (value: number): string => String(value).padStart(2, "0");
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

describe("what is a number alone stays as it is:", () => {
  test.each<[string, readonly string[]]>([
    ["0 to 10,000", range(10_001).map(String)],
    ["years", range(400).map((i) => String(1700 + i))],
    ["prices", range(200).flatMap((i) => [`$${i}.${pad((7 * i) % 100)}`, `€ ${i},000.50`])],
    ["times", range(24 * 4).map((i) => `${pad(i >> 2)}:${pad((i & 3) * 15)}`)],
    ["dates", range(365).map((i) => `20${pad(i % 90)}-${pad(1 + (i % 12))}-${pad(1 + (i % 28))}`)],
    ["versions", range(100).map((i) => `${i % 7}.${i}.${(3 * i) % 11}`)],
  ])("%s", async (_, texts) => {
    const translations = await translator.translate(texts);
    expect(translations.map(({ text }) => text)).toEqual(texts);
    expect(translations.every(({ isReliable }) => isReliable)).toBe(true);
  });

  test("and in a sentence", async () => {
    const texts = range(60).flatMap((i) => [
      `The ${100 + 37 * i} files cost $${i}.${pad(i)} in ${1960 + i}.`,
      `Version ${i}.2.${i + 1} came at ${pad(i % 24)}:${pad(i)} on 2020-01-${pad(1 + (i % 28))}`,
    ]);
    const translations = await translator.translate(texts);
    expect(translations.flatMap(({ text }, i) => lostItems(texts[i] ?? "", text))).toEqual([]);
  });
});

describe("interface texts", () => {
  const texts = fc.sample(interfaceTexts(), { numRuns: 150, seed: 2 });

  test.each<[string, TranslateOptions]>([
    ["greedy search", {}],
    ["a beam", { beamSize: 4, nBest: 3 }],
    ["greedy search, unreliable or not", { unreliable: "keep" }],
  ])("keep what is to be kept in every alternative of %s", async (_, options) => {
    const translations = await translator.translate(texts, options);
    const wrong = translations.flatMap(({ alternatives }, i) =>
      alternatives.flatMap(({ text }) => lostItems(texts[i] ?? "", text)),
    );
    expect(wrong).toEqual([]);
    for (const { text, alternatives } of translations) expect(alternatives[0]?.text).toBe(text);
  });

  test("loop seldom, and never without a word", async () => {
    for (const options of [{}, { beamSize: 4, nBest: 3 }]) {
      const translations = await translator.translate(texts, options);
      const silent = translations.flatMap(({ alternatives, isReliable }, i) => {
        const loops = alternatives.filter(({ text }) => isLooping(texts[i] ?? "", text));
        return isReliable ? loops.map(({ text }) => [texts[i], text]) : [];
      });
      expect(silent).toEqual([]);
    }
  });

  test("are translated the same alone, in a batch and as a stream", async () => {
    const some = texts.slice(0, 40);
    for (const options of [{}, { beamSize: 4, nBest: 3 }]) {
      const streamed = some.map(() => "");
      const together = await translator.translate(some, {
        ...options,
        onText: ({ text, delta }) => {
          streamed[text] += delta;
        },
      });
      expect(streamed).toEqual(together.map(({ text }) => text));
      for (const [i, text] of some.entries()) {
        expect(await translator.translate(text, options)).toEqual(together[i]);
      }
    }
  });
});

describe("sentences as in catalogues", () => {
  test.each(interfaceExpectations)("%j", async (source, expected) => {
    for (const model of [translator, oneBit])
      for (const options of [{}, { beamSize: 4 }]) {
        const { text } = await model.translate(source, options);
        expect(text).toMatch(expected);
        expect(lostItems(source, text)).toEqual([]);
      }
  });
});
