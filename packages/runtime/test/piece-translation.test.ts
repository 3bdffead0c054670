import { describe, expect, test } from "vitest";
import type { Hypothesis } from "../src/search/hypothesis.ts";
import { translatePieces } from "../src/translate/piece-translation.ts";
import type { PreparedPiece } from "../src/translate/prepare-text.ts";
import type { TranslateIdsOptions } from "../src/translate/translate-options.ts";
import type { TranslatedPiece } from "../src/translate/translation.ts";
import type { TranslationSession } from "../src/translate/translation-session.ts";
import type { Unit } from "../src/translate/unit.ts";
import { openSession } from "./open-session.ts";

const words = ["gut", "schlecht", "ja", "Ω", "und"];
const unit = (ids: readonly number[]): Unit => ({
  text: "copied",
  ids,
  constraint: undefined,
  read: (tokens) => tokens.map((token) => words[token]).join(" "),
});
const piece = (text: string, ...units: Unit[]): PreparedPiece => ({
  text,
  separator: "",
  units,
  finish: (masked) => `${masked}!`,
  hasSpans: () => true,
  filled: () => text,
  innerFaults: () => [],
  messages: [],
});
const hypothesis = (...tokens: number[]): Hypothesis => ({
  tokens,
  logProbabilities: tokens.map(() => -1),
  logProbability: -tokens.length,
  score: -tokens.length,
  isComplete: true,
});

/** What was asked of a session, and how it answers: for each source, by its first id, one list of hypotheses a search. */
async function fakeSession(answers: readonly (readonly (readonly Hypothesis[])[])[]) {
  const { session } = await openSession({ vocabularySize: 8, seed: 1 });
  const asked: { sources: readonly (readonly number[])[]; options: TranslateIdsOptions }[] = [];
  const fake: TranslationSession = {
    ...session,
    description: session.description,
    translateIds: async (sources, options = {}) => {
      const search = answers[asked.length] ?? [];
      asked.push({ sources, options });
      const found = sources.map(([id]) => search[id] ?? []);
      for (const [i, list] of found.entries()) options.onSentence?.(i, list);
      return found;
    },
    alignIds: async (sources, targets) =>
      sources.map(({ length }, i) => new Float32Array(length * targets[i].length).fill(length)),
  };
  return { fake, asked };
}

async function run(
  pieces: readonly PreparedPiece[],
  answers: readonly (readonly (readonly Hypothesis[])[])[],
  unreliable: "copy" | "keep" = "copy",
  search = {},
) {
  const { fake, asked } = await fakeSession(answers);
  const order: [number, string][] = [];
  const onPiece = (index: number, { text }: TranslatedPiece) => order.push([index, text]);
  const results = await translatePieces(fake, pieces, { search, unreliable, onPiece });
  return { results, asked, order };
}

const loop = hypothesis(2, 2, 2);

describe("translatePieces", () => {
  test("a piece without units is its own text, and nothing is searched for it", async () => {
    const { results, asked } = await run([piece("x!", { ...unit([]), text: "x" })], []);
    expect(results[0]).toMatchObject({ text: "x!", isCopied: true, isReliable: true, faults: [] });
    expect(asked).toEqual([]);
  });

  test("of the alternatives those without a fault are shown", async () => {
    const answers = [[[loop, hypothesis(0, 4)]]];
    const { results } = await run([piece("good and", unit([0]))], answers, "copy", { nBest: 2 });
    expect(results[0].alternatives.map(({ text }) => text)).toEqual(["gut und!"]);
    expect(results[0]).toMatchObject({ text: "gut und!", isReliable: true });
  });

  test("a piece without one is searched once more, wider, and loops are forbidden", async () => {
    const answers = [[[loop], [hypothesis(1)]], [[hypothesis(0)]]];
    const pieces = [piece("good", unit([0])), piece("bad", unit([1]))];
    const { results, asked, order } = await run(pieces, answers);
    expect(results.map(({ text }) => text)).toEqual(["gut!", "schlecht!"]);
    expect(asked[1].sources).toEqual([[0]]);
    expect(asked[1].options).toMatchObject({ beamSize: 4, nBest: 4 });
    const [constraint] = asked[1].options.constraints ?? [];
    expect(constraint?.after(0).after(0).allows(0)).toBe(false);
    expect(order).toEqual([
      [1, "schlecht!"],
      [0, "gut!"],
    ]);
  });

  test("what has a fault even then is its source, or the translation, and is unreliable", async () => {
    const answers = [[[loop]], [[loop]]];
    const pieces = [piece("good", unit([0]))];
    const copied = await run(pieces, answers);
    expect(copied.results[0]).toMatchObject({ text: "good", isReliable: false, faults: ["loop"] });
    const kept = await run(pieces, answers, "keep");
    expect(kept.results[0]).toMatchObject({ text: "ja ja ja!", isReliable: false });
  });

  test("units of a piece are joined, copied ones between them", async () => {
    const units = [unit([0]), { ...unit([]), text: " – " }, unit([1])];
    const answers = [[[hypothesis(0)], [hypothesis(1)]]];
    const { results } = await run([piece("good – bad", ...units)], answers);
    expect(results[0]).toMatchObject({ text: "gut – schlecht!", score: -2, logProbability: -2 });
  });

  test("tags are placed by where the model looked, in every alternative", async () => {
    const tagged: Unit = {
      ...unit([0]),
      placeTags: (tokens, looked) => (looked.every((p) => p === 1) ? [...tokens, 4] : undefined),
    };
    const answers = [[[hypothesis(0), hypothesis(1, 2)]]];
    const { results } = await run([piece("good", tagged)], answers, "copy", { nBest: 2 });
    expect(results[0].alternatives.map(({ text }) => text)).toEqual([
      "gut und!",
      "schlecht ja und!",
    ]);
  });

  test("where tags cannot be placed the units with them are searched", async () => {
    const tagged: Unit = { ...unit([0]), placeTags: () => undefined };
    const text = { ...piece("good", tagged), unitsWithTags: [unit([1])] };
    const one = { ...text, hasSpans: (masked: string) => masked === "schlecht" };
    const { results, asked } = await run([one], [[[hypothesis(0)]], [[], [hypothesis(1)]]]);
    expect(asked.map(({ sources }) => sources)).toEqual([[[0]], [[1]]]);
    expect(results[0]).toMatchObject({ text: "schlecht!", isReliable: true });
  });

  test("a lost span is a fault", async () => {
    const lost = { ...piece("good", unit([0])), hasSpans: () => false };
    const { results } = await run([lost], [[[hypothesis(0)]], [[hypothesis(0)]]]);
    expect(results[0]).toMatchObject({ text: "good", faults: ["missing-span"] });
  });
});
