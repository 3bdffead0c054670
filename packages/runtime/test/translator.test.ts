import { describe, expect, test, vi } from "vitest";
import { readTokenizer } from "../src/text/index.ts";
import type { TextDelta } from "../src/translate/reading-order.ts";
import type { TextProgress } from "../src/translate/text-progress.ts";
import { createTranslator, type Translator } from "../src/translate/translator.ts";
import { openSession } from "./open-session.ts";
import { tinyTokenizer } from "./tiny-tokenizer.ts";

const vocabularySize = 3 + 256 + 7;

async function open(): Promise<Translator> {
  const { session } = await openSession({ vocabularySize, seed: 11 });
  return createTranslator({
    session,
    tokenizer: readTokenizer(tinyTokenizer()),
    locale: "en",
    targetLocale: "de",
  });
}

/** A model of random weights is never reliable. */
const options = { maximumLength: 12, unreliable: "keep" } as const;

describe("translate", () => {
  test("a text's translation is its sentences' translations, layout kept", async () => {
    const translator = await open();
    const parts = ["Hello there!", "Where is it?", "Here 12."];
    const alone = await translator.translate(parts, options);
    const whole = await translator.translate(
      `\t${parts[0]}  ${parts[1]}\r\n\r\n- ${parts[2]}\n`,
      options,
    );
    const dash = await translator.translate("- Here 12.", options);
    expect(whole.text).toBe(`\t${alone[0]!.text}  ${alone[1]!.text}\r\n\r\n${dash.text}\n`);
    expect(whole.score).toBeCloseTo(alone[0]!.score + alone[1]!.score + dash.score, 9);
    expect(whole.pieces.map(({ source }) => source)).toEqual([parts[0], parts[1], "- Here 12."]);
    expect(new Set(alone.map(({ text }) => text)).size).toBeGreaterThan(1);
  });

  test("a sentence's translation does not depend on company, batches or beams of others", async () => {
    const translator = await open();
    const texts = ["One.", "Two words.", "Three more words.", "And a few words more in this one."];
    for (const beamSize of [1, 3]) {
      const together = await translator.translate(texts, { ...options, beamSize, nBest: beamSize });
      for (const [i, text] of texts.entries()) {
        const alone = await translator.translate(text, {
          ...options,
          beamSize,
          nBest: beamSize,
          batchTokens: 1,
        });
        expect(alone).toEqual(together[i]);
      }
    }
  });

  test.each([
    ["empty", ""],
    ["white space", " \n\t\u00a0\n"],
    ["control characters", "\u0000\u0007\u001b"],
    ["emoji", "🙂👩‍👩‍👧 🏳️‍🌈"],
    ["punctuation", "— … * * *"],
    ["right-to-left text", "مرحبا بالعالم"],
    ["an unknown script", "ᚠᛇᚻ᛫ᛒᛦᚦ (ab)"],
  ])("%s is copied", async (_, text) => {
    const translator = await open();
    const translation = await translator.translate(text, options);
    expect(translation.text).toBe(text);
    expect(translation.score).toBe(0);
    expect(translation.pieces.every(({ isCopied, isComplete }) => isCopied && isComplete)).toBe(
      true,
    );
  });

  test.each([
    ["a name in an unknown script", "We call him مرحبا today"],
    ["a lone surrogate", "a\uD800b"],
    ["control characters inside words", "a\u0000b\u0007c"],
    ["special tokens spelled out", "</s> <pad> hello <s>"],
  ])("%s gives well-formed text on one line", async (_, text) => {
    const translator = await open();
    const translation = await translator.translate(text, options);
    expect(translation.text).not.toMatch(/[\n\r\uD800-\uDFFF]/u);
    expect(translation.pieces.length).toBe(1);
  });

  test("a sentence beyond the model's length is translated in pieces and joined", async () => {
    const translator = await open();
    const sentence = `${"some words, ".repeat(30)}end.`;
    const translation = await translator.translate(sentence, options);
    const { pieces } = translation;
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.map(({ source }) => source).join(" ")).toBe(sentence);
    expect(translation.text).toBe(pieces.map(({ text }) => text).join(" "));
    for (const piece of pieces) {
      expect((await translator.translate(piece.source, options)).text).toBe(piece.text);
    }
  });

  test("1 MB without a space is copied, not translated for hours", async () => {
    const translator = await open();
    const text = "x".repeat(1_000_000);
    expect((await translator.translate(text)).text).toBe(text);
  });

  test("n-best of sentences and of texts are sorted and distinct", async () => {
    const translator = await open();
    const translation = await translator.translate("Hello there! Where is it?", {
      ...options,
      beamSize: 4,
      nBest: 4,
    });
    for (const { alternatives, text, score } of [translation, ...translation.pieces]) {
      expect(alternatives[0]).toMatchObject({ text, score });
      expect(new Set(alternatives.map((a) => a.text)).size).toBe(alternatives.length);
      const scores = alternatives.map((a) => a.score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
    expect(translation.alternatives.length).toBe(4);
    const [first, second] = translation.pieces;
    const best = `${first!.text} ${second!.text}`;
    expect(translation.text).toBe(best);
    expect(translation.score).toBe(first!.score + second!.score);
  });

  test.each([1, 3])(
    "deltas arrive in reading order and join to the translations (beam %i)",
    async (beamSize) => {
      const translator = await open();
      const texts = [
        "  A long sentence comes first here. Then B.\n",
        "",
        " ",
        "🙂 12\nTwo. — \nThree is the last.",
      ];
      const deltas: TextDelta[] = [];
      const translations = await translator.translate(texts, {
        ...options,
        beamSize,
        onText: (delta) => deltas.push(delta),
      });
      expect(deltas.map(({ text }) => text)).toEqual(deltas.map(({ text }) => text).sort());
      texts.forEach((_, i) => {
        const joined = deltas.filter(({ text }) => text === i).map(({ delta }) => delta);
        expect(joined.join("")).toBe(translations[i]!.text);
        expect(joined).not.toContain("");
      });
      for (const { delta } of deltas) expect(delta).not.toMatch(/[\uD800-\uDFFF]/u);
      const plain = await translator.translate(texts, { ...options, beamSize });
      expect(plain).toEqual(translations);
    },
  );

  test("a signal stops it", async () => {
    const translator = await open();
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(translator.translate("Hello.", { signal })).rejects.toThrow("stop");
  });

  test("a signal stops it, and timers run, while a sentence of a megabyte is taken apart", async () => {
    const translator = await open();
    const control = new AbortController();
    setTimeout(() => control.abort(new Error("stop")), 50);
    const translation = translator.translate("word ".repeat(200_000), { signal: control.signal });
    await expect(translation).rejects.toThrow("stop");
  });

  test("a long text is translated in stretches, and progress moves within it", async () => {
    const translator = await open();
    const translateIds = vi.spyOn(translator.session, "translateIds");
    const text = "Go on. ".repeat(1300);
    const progress: TextProgress[] = [];
    const { pieces } = await translator.translate(text, {
      ...options,
      maximumLength: 1,
      onProgress: (now) => progress.push(now),
    });
    expect(pieces.length).toBe(1300);
    const most = Math.max(...translateIds.mock.calls.map(([sources]) => sources.length));
    expect(most).toBeLessThanOrEqual(1024);
    expect(progress.every(({ characters }) => characters === text.length)).toBe(true);
    const steps = new Set(progress.map(({ finishedCharacters }) => finishedCharacters));
    expect(steps.size).toBeGreaterThan(2);
    for (const [i, { finishedCharacters, finishedSentences }] of progress.slice(1).entries()) {
      expect(finishedCharacters).toBeGreaterThanOrEqual(progress[i]!.finishedCharacters);
      expect(finishedSentences).toBeGreaterThanOrEqual(progress[i]!.finishedSentences);
    }
    expect(progress.at(-1)).toMatchObject({
      finishedCharacters: text.length,
      sentences: 1300,
      finishedSentences: 1300,
    });
  });

  test("progress ends at all characters where lines are joined, and where nothing is translated", async () => {
    const translator = await open();
    const line = "some words of a text that has been wrapped at its seventieth column";
    for (const text of [`${line}\r\n${line}\r\n${line}`, "1 2 3", " "]) {
      const onProgress = vi.fn<(progress: TextProgress) => void>();
      await translator.translate(text, { ...options, onProgress });
      expect(onProgress.mock.lastCall?.[0].finishedCharacters).toBe(text.length);
    }
  });

  test("what a long text begins with is told before its end is taken apart, and a signal stops it there", async () => {
    const translator = await open();
    const controller = new AbortController();
    const deltas: TextDelta[] = [];
    const work = translator.translate("Go on. ".repeat(500_000), {
      ...options,
      maximumLength: 1,
      signal: controller.signal,
      onText: (delta) => {
        deltas.push(delta);
        if (deltas.length === 40) controller.abort(new Error("enough"));
      },
    });
    await expect(work).rejects.toThrow("enough");
    expect(deltas.length).toBeLessThan(3000);
  });

  test("wrong options are refused before the text is taken apart", async () => {
    const translator = await open();
    const encode = vi.spyOn(translator.tokenizer, "encode");
    await expect(translator.translate("Hello.", { beamSize: 0 })).rejects.toThrow(
      "translate: beamSize must be an integer in 1 … ",
    );
    expect(encode).not.toHaveBeenCalled();
  });

  test("says when the maximum length cut a translation off", async () => {
    const translator = await open();
    const translation = await translator.translate("Hello there!", { maximumLength: 1 });
    expect(translation.pieces[0]!.isComplete).toBe(false);
  });

  test.each([[3], [null], [["a", 3]], [undefined]])("refuses %j", async (text) => {
    const translator = await open();
    // @ts-expect-error: the input is wrong on purpose
    await expect(translator.translate(text)).rejects.toThrow(TypeError);
  });

  test("one text has one translation, a list of one has a list", async () => {
    const translator = await open();
    const one = await translator.translate("Hello there!", options);
    expect(await translator.translate(["Hello there!"], options)).toEqual([one]);
    expect((await translator.translate("", options)).text).toBe("");
  });

  test("no texts, no translations", async () => {
    const translator = await open();
    expect(await translator.translate([])).toEqual([]);
  });
});
