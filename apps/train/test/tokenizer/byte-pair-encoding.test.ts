import { test as property } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trainBytePairs } from "../../src/tokenizer/byte-pair-encoding.ts";
import { countWords } from "../../src/tokenizer/word-counts.ts";

/** The definition: count all pairs anew for every merge. */
function slowBytePairs(wordCounts: ReadonlyMap<string, number>, tokens: number): string[] {
  const encoder = new TextEncoder();
  const words = [...wordCounts].map(([text, count]) => ({
    tokens: Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)),
    count,
  }));
  const ids = new Map(Array.from({ length: 256 }, (_, b) => [String.fromCharCode(b), b]));
  const made: string[] = [];
  while (made.length < tokens) {
    const counts = new Map<string, { left: string; right: string; count: number }>();
    for (const { tokens: word, count } of words) {
      for (let i = 1; i < word.length; i++) {
        const name = `${ids.get(word[i - 1])} ${ids.get(word[i])}`;
        const entry = counts.get(name) ?? { left: word[i - 1], right: word[i], count: 0 };
        counts.set(name, { ...entry, count: entry.count + count });
      }
    }
    const rank = (token: string): number => ids.get(token) ?? -1;
    const best = [...counts.values()].sort(
      (a, b) => b.count - a.count || rank(a.left) - rank(b.left) || rank(a.right) - rank(b.right),
    )[0];
    if (best === undefined || best.count < 2) break;
    const merged = best.left + best.right;
    if (!ids.has(merged)) {
      ids.set(merged, ids.size);
      made.push(merged);
    }
    for (const word of words) {
      for (let i = 0; i + 1 < word.tokens.length; i++) {
        if (word.tokens[i] === best.left && word.tokens[i + 1] === best.right) {
          word.tokens.splice(i, 2, merged);
        }
      }
    }
  }
  return made;
}

describe("trainBytePairs", () => {
  test("merges the most frequent pair first, then pairs of what came out", () => {
    const { tokens, merges } = trainBytePairs(
      new Map([
        ["hug", 10],
        ["pug", 5],
        ["hugs", 5],
      ]),
      {
        tokens: 3,
      },
    );
    expect(tokens).toEqual(["ug", "hug", "pug"]);
    const [g, h, p, u] = ["g", "h", "p", "u"].map((letter) => letter.charCodeAt(0));
    expect(merges).toEqual([
      [u, g],
      [h, 256],
      [p, 256],
    ]);
  });

  test("of equally frequent pairs takes the one with the lower ids, whatever the order of the words", () => {
    const counts: [string, number][] = [
      ["yz", 7],
      ["ab", 7],
      ["ac", 7],
    ];
    const first = trainBytePairs(new Map(counts), { tokens: 3 });
    expect(first.tokens).toEqual(["ab", "ac", "yz"]);
    expect(trainBytePairs(new Map(counts.reverse()), { tokens: 3 })).toEqual(first);
  });

  test("ends when no pair occurs often enough", () => {
    expect(trainBytePairs(new Map([["ab", 1]]), { tokens: 9 }).tokens).toEqual([]);
    expect(trainBytePairs(new Map([["ab", 1]]), { tokens: 9, minimumCount: 1 }).tokens).toEqual([
      "ab",
    ]);
    expect(trainBytePairs(new Map(), { tokens: 9 }).tokens).toEqual([]);
  });

  test("counts a run of one letter as its reference does", () => {
    const counts = new Map([
      ["aaaaa", 3],
      ["aaa", 2],
      ["aab", 2],
    ]);
    expect(trainBytePairs(counts, { tokens: 5 }).tokens).toEqual(slowBytePairs(counts, 5));
  });

  property.prop([
    fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c", " ", "ä"), maxLength: 12 }), {
      maxLength: 12,
    }),
  ])("equals counting anew after every merge", (texts) => {
    const counts = countWords(texts);
    expect(trainBytePairs(counts, { tokens: 12 }).tokens).toEqual(slowBytePairs(counts, 12));
  });

  test.each([-1, 0.5, Number.NaN])("refuses tokens = %d", (tokens) => {
    expect(() => trainBytePairs(new Map(), { tokens })).toThrow(/tokens must be an integer ≥ 0/);
  });
});
