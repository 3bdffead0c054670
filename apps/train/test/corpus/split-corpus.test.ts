import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { sentenceKey } from "../../src/corpus/normalize-text.ts";
import { type CorpusGroup, splitCorpus } from "../../src/corpus/split-corpus.ts";

const sentence = (source: string) => ({ source, references: [`${source} de`] });
const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => sentence(`${name} ${index}.`));
const group = (changes: Partial<CorpusGroup>): CorpusGroup => ({
  name: "group",
  givenTrain: [],
  givenVal: [],
  givenTest: [],
  unsplit: [],
  translationsPerSentence: 1,
  ...changes,
});
const sources = (rows: readonly { source: string }[]) => rows.map(({ source }) => source);

describe("splitCorpus", () => {
  const hen = fc.nat(60).map((n) => sentence(n % 2 ? `Hen ${n}` : `hen  ${n + 1}`));
  const some = fc.array(hen);
  const distinct = fc.uniqueArray(hen, { selector: ({ source }) => sentenceKey(source) });
  const groups = fc.array(
    fc.record({ givenTrain: some, givenVal: some, givenTest: some, unsplit: distinct }),
    { maxLength: 3 },
  );
  test.prop([groups, fc.nat(20), fc.nat()])(
    "no source sentence, whatever its case and spacing, is in two splits of any groups",
    (parts, heldOut, seed) => {
      const all = parts.map((part, index) => group({ ...part, name: `g${index}` }));
      const splits = splitCorpus(all, { heldOut, seed });
      const keys = (["train", "val", "test"] as const).flatMap((name) => [
        ...new Set(splits.flatMap((split) => sources(split[name])).map(sentenceKey)),
      ]);
      expect(new Set(keys).size).toBe(keys.length);
      const given = parts.flatMap((part) => sources(Object.values(part).flat()));
      expect(new Set(keys)).toEqual(new Set(given.map(sentenceKey)));
    },
  );

  test.prop([fc.shuffledSubarray(numbered("Hen", 53), { minLength: 53 }), fc.nat()])(
    "the order of the sentences changes nothing",
    (shuffled, seed) => {
      const plain = splitCorpus([group({ unsplit: numbered("Hen", 53) })], { heldOut: 5, seed });
      expect(splitCorpus([group({ unsplit: shuffled })], { heldOut: 5, seed })).toEqual(plain);
    },
  );

  test("holds out what is asked, at most a tenth, and the seed chooses", () => {
    const held = (count: number, heldOut: number, seed = 1) => {
      const [split] = splitCorpus([group({ unsplit: numbered("Hen", count) })], { heldOut, seed });
      return split;
    };
    expect(held(100, 7)?.val).toHaveLength(7);
    expect(held(100, 7)?.test).toHaveLength(7);
    expect(held(100, 7)?.train).toHaveLength(100 - 7 - 7);
    expect(held(100, 1000)?.test).toHaveLength(10);
    expect(held(9, 1000)?.train).toHaveLength(9);
    expect(held(100, 7, 2)?.test).not.toEqual(held(100, 7, 1)?.test);
  });

  test("keeps published splits as they are, test before val before train", () => {
    const [given, other] = splitCorpus(
      [
        group({
          name: "given",
          givenTrain: [sentence("A."), sentence("B."), sentence("C.")],
          givenVal: [sentence("b."), sentence("D.")],
          givenTest: [sentence("C."), sentence("d.")],
        }),
        group({ name: "other", unsplit: [...numbered("Hen", 20), sentence("A."), sentence("C.")] }),
      ],
      { heldOut: 10, seed: 3 },
    );
    expect(sources(given?.train ?? [])).toEqual(["A."]);
    expect(sources(given?.val ?? [])).toEqual(["b."]);
    expect(sources(given?.test ?? [])).toEqual(["C.", "d."]);
    expect(given?.overlapping).toBe(3);
    expect(sources(other?.train ?? [])).not.toContain("C.");
    expect(sources([...(other?.val ?? []), ...(other?.test ?? [])])).not.toContain("A.");
    expect(other?.overlapping).toBe(1);
  });

  test("training takes so many translations of a sentence, held-out rows keep all", () => {
    const unsplit = numbered("Hen", 20).map((row) => ({ ...row, references: ["x", "y", "z"] }));
    const [split] = splitCorpus([group({ unsplit, translationsPerSentence: 2 })], {
      heldOut: 2,
      seed: 1,
    });
    expect(split?.train).toHaveLength((20 - 2 - 2) * 2);
    expect(split?.test[0]?.references).toEqual(["x", "y", "z"]);
  });

  test("a pair that two groups have is trained once", () => {
    const unsplit = [sentence("A."), sentence("B.")];
    const splits = splitCorpus([group({ name: "one", unsplit }), group({ name: "two", unsplit })], {
      heldOut: 0,
      seed: 1,
    });
    expect(splits.map(({ train }) => train.length)).toEqual([2, 0]);
  });

  test("refuses a number of held-out sentences that is none", () => {
    expect(() => splitCorpus([], { heldOut: -1, seed: 1 })).toThrow(RangeError);
    expect(() => splitCorpus([], { heldOut: 0.5, seed: 1 })).toThrow(RangeError);
  });
});
