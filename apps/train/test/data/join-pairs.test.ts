import { describe, expect, test } from "vitest";
import { InnerCase } from "../../src/data/inner-case.ts";
import { type JoinOptions, joinPairs, type TextPair } from "../../src/data/join-pairs.ts";

const options: JoinOptions = { share: 1, conjunctions: [[", but ", ", aber "]], longestPart: 45 };

/** Text that shows "the", "he", "Tom", "der", "er" and "Haus" inside sentences. */
const examples: TextPair[] = [
  ["I know the man he saw with Tom", "Ich kenne den, der er war, mit Tom"],
  ["See the House", "Sieh das Haus"],
];

function join(pairs: readonly TextPair[], change: Partial<JoinOptions> = {}, seed = 1): TextPair[] {
  return joinPairs([...examples, ...pairs], { ...options, ...change }, seed);
}

describe("InnerCase", () => {
  const innerCase = new InnerCase([
    "See the cat.",
    "The the, not Tom's Tom",
    "À la carte: über Äpfel",
  ]);

  test("writes the first word as it most often stands inside sentences", () => {
    expect(innerCase.apply("The cat.")).toBe("the cat.");
    expect(innerCase.apply("Tom left.")).toBe("Tom left.");
    expect(innerCase.apply("Tom's cat.")).toBe("Tom's cat.");
    expect(innerCase.apply("Über uns.")).toBe("über uns.");
    expect(innerCase.apply("Äpfel fallen.")).toBe("Äpfel fallen.");
  });

  test("knows no word that only begins sentences, and no sentence without a word in front", () => {
    expect(innerCase.apply("À la carte.")).toBeUndefined();
    for (const text of ["Mary left.", "3 cats.", '"The cat."', "", " the"]) {
      expect(innerCase.apply(text), text).toBeUndefined();
    }
  });
});

describe("joinPairs", () => {
  const left: TextPair = ["Tom left.", "Tom ging."];
  const slept: TextPair = ["He slept.", "Er schlief."];

  test("puts a conjunction between two sentences, in both languages alike", () => {
    const expected = new Map([
      ["Tom left, but he slept.", "Tom ging, aber er schlief."],
      ["He slept, but Tom left.", "Er schlief, aber Tom ging."],
    ]);
    const joined = join([left, slept], { share: 25 });
    expect(new Set(joined.map(([source]) => source))).toEqual(new Set(expected.keys()));
    for (const [source, target] of joined) expect(target).toBe(expected.get(source));
  });

  test("makes the share asked for, less what would join a sentence with itself", () => {
    const many = Array.from({ length: 500 }, (_, i): TextPair => [`Tom ${i}.`, `Tom ${i}.`]);
    // 502 pairs; two draws of 500 are the same once in 500 times
    const { length } = join(many, { share: 0.5 });
    expect(length).toBeLessThanOrEqual(251);
    expect(length).toBeGreaterThan(240);
    expect(join(many, { share: 0 })).toEqual([]);
  });

  test("takes every conjunction, and none where none is given", () => {
    const conjunctions: TextPair[] = [
      [" and ", " und "],
      [" because ", ", denn "],
    ];
    const joined = join([left, slept], { share: 25, conjunctions }).map(([source]) => source);
    expect(joined).toContain("Tom left and he slept.");
    expect(joined).toContain("Tom left because he slept.");
    expect(join([left, slept], { conjunctions: [] })).toEqual([]);
  });

  test("parts have one sentence and the same end mark on all sides", () => {
    const asked: TextPair = ["Tom left?", "Tom ging?"];
    const unlike: TextPair[] = [
      ["Tom left!", "Tom ging."],
      ["Tom left. He slept.", "Tom ging. Er schlief."],
      ["Tom left...", "Tom ging..."],
      ["Tom", "Tom"],
      ["", ""],
    ];
    expect(join([left, asked, ...unlike], { share: 25 })).toEqual([]);
  });

  test("sources of more than longestPart characters are no parts", () => {
    expect(join([left, slept], { share: 25, longestPart: 9 })).not.toEqual([]);
    expect(join([left, slept], { share: 25, longestPart: 8 })).toEqual([]);
  });

  test("depends on the seed and on nothing else but its arguments", () => {
    const many = [left, slept, ...Array.from({ length: 50 }, (): TextPair => left)];
    expect(join(many)).toEqual(join(many));
    expect(join(many, {}, 2)).not.toEqual(join(many, {}, 1));
  });
});
