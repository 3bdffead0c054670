import { expect, test } from "vitest";
import { alignSentences, splitSentences } from "../../src/corpus/align-sentences.ts";

test("pairs sentence with sentence when both sides have as many", () => {
  expect(alignSentences("A hen sleeps. Does it snore?", "Ein Huhn schläft. Schnarcht es?")).toEqual(
    [
      { source: "A hen sleeps.", target: "Ein Huhn schläft." },
      { source: "Does it snore?", target: "Schnarcht es?" },
    ],
  );
});

test("gives nothing when the numbers differ", () => {
  expect(alignSentences("A hen. A cow.", "Ein Huhn und eine Kuh.")).toBeUndefined();
});

test("a common abbreviation ends no sentence", () => {
  expect(splitSentences("Nimm ein Tier, z. B. Huhn oder Kuh. Dann geh.", "de")).toHaveLength(2);
  expect(splitSentences("Take one, e.g. Bessie, and go. Hurry!", "en")).toHaveLength(2);
});

test("a text that ends in an abbreviation is not lost", () => {
  expect(splitSentences("It was no. Nr.", "de").join(" ")).toBe("It was no. Nr.");
});
