import { interfaceTexts } from "@bnnkit/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTranslator, type Translator } from "../packages/runtime/src/translate/translator.ts";
import { letterTokenizer } from "../packages/runtime/test/letter-tokenizer.ts";
import { openSession } from "../packages/runtime/test/open-session.ts";
import { lostItems } from "./lost-items.ts";

const texts = fc.sample(interfaceTexts(), { numRuns: 40, seed: 5 });

async function open(hasSlots: boolean): Promise<Translator> {
  const tokenizer = letterTokenizer(hasSlots);
  const { vocabularySize } = tokenizer;
  const { session } = await openSession({ vocabularySize, seed: 3, maximumLength: 96 });
  return createTranslator({ session, tokenizer, locale: "en", targetLocale: "de" });
}

/** A model of random weights is never reliable; what it makes is to be seen. */
const options = { unreliable: "keep", maximumLength: 24 } as const;

describe.each([
  ["with reserved tokens", true],
  ["without reserved tokens", false],
])("a random model %s", (_, hasSlots) => {
  test("keeps all that is to be kept", async () => {
    const translator = await open(hasSlots);
    const translations = await translator.translate(texts, options);
    expect(translations.flatMap(({ text }, i) => lostItems(texts[i]!, text))).toEqual([]);
  });

  test("keeps it in every alternative", async () => {
    const translator = await open(hasSlots);
    const beam = { ...options, beamSize: 4, nBest: 3 };
    const translations = await translator.translate(texts, beam);
    const all = translations.flatMap(({ alternatives }, i) =>
      alternatives.flatMap(({ text }) => lostItems(texts[i]!, text)),
    );
    expect(all).toEqual([]);
    expect(translations.some(({ alternatives }) => alternatives.length === 3)).toBe(true);
    for (const { text, pieces, alternatives } of translations) {
      expect(alternatives[0]!.text).toBe(text);
      for (const piece of pieces) expect(piece.alternatives[0]!.text).toBe(piece.text);
    }
  });

  test("gives the same alone, in a batch and as a stream", async () => {
    const translator = await open(hasSlots);
    const some = texts.slice(0, 8);
    const streamed = some.map(() => "");
    const together = await translator.translate(some, {
      ...options,
      onText: ({ text, delta }) => {
        streamed[text] += delta;
      },
    });
    expect(streamed).toEqual(together.map(({ text }) => text));
    for (const [i, text] of some.entries()) {
      const alone = await translator.translate(text, { ...options, batchTokens: 1 });
      expect(alone).toEqual(together[i]);
    }
  });
});

describe("what is said inside of a message", () => {
  const message = "Here {n, plural, one {is # file} other {are # files and {m} folders}} now.";

  test("is translated as well, and its faults are those of the piece", async () => {
    const translator = await open(true);
    const translation = await translator.translate(message, { ...options, maximumLength: 8 });
    expect(lostItems(message, translation.text)).toEqual([]);
    expect(translation.text).not.toContain("file");
    const only = await translator.translate(message.slice(5, -5), {
      ...options,
      maximumLength: 8,
    });
    expect(only).toMatchObject({ isReliable: false });
    expect(only.pieces[0]).toMatchObject({ isCopied: false, isComplete: false });
    expect(only.pieces[0]!.faults).toContain("truncated");
  });

  test("follows options that the caller changes after the call", async () => {
    const translator = await open(true);
    const given = { ...options, keep: ["files"], beamSize: 2 };
    const expected = await translator.translate(message, given);
    const changed = { ...given, keep: ["files"] };
    const work = translator.translate(message, changed);
    changed.keep.length = 0;
    changed.beamSize = 0;
    expect(await work).toEqual(expected);
    expect(expected.text).toContain("files");
  });
});

test("private-use characters that a model spells are no slots", async () => {
  const letters = letterTokenizer(true);
  const tokenizer = {
    ...letters,
    decode: (ids: readonly number[], slots?: ReadonlyMap<number, string>) =>
      `${letters.decode(ids, slots)}\uF8FF`,
  };
  const { session } = await openSession({ vocabularySize: tokenizer.vocabularySize, seed: 3 });
  const translator = createTranslator({ session, tokenizer, locale: "en", targetLocale: "de" });
  const translation = await translator.translate("Open %s now", options);
  expect(translation.text).toMatch(/%s.*\uFFFD$/);
  expect(translation.pieces[0]!.faults).toContain("unknown-script");
});
