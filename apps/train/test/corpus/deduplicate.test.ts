import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { deduplicate } from "../../src/corpus/deduplicate.ts";

const pair = (source: string, target: string) => ({ source, target });

test("groups by source whatever its case, most frequent spelling and translation first", () => {
  const pairs = [
    pair("a hen.", "Eine Henne."),
    pair("A hen.", "Ein Huhn."),
    pair("A hen.", "Ein Huhn."),
    pair("A cow.", "Eine Kuh."),
  ];
  expect(deduplicate(pairs, 1)).toEqual(
    new Map([
      ["a hen.", { source: "A hen.", references: ["Ein Huhn.", "Eine Henne."] }],
      ["a cow.", { source: "A cow.", references: ["Eine Kuh."] }],
    ]),
  );
});

test("translations that differ in case alone are two: Sie is not sie", () => {
  const pairs = [pair("Are they old?", "Sind sie alt?"), pair("Are they old?", "Sind Sie alt?")];
  expect(deduplicate(pairs, 1).get("are they old?")?.references).toHaveLength(2);
});

const word = fc.constantFrom("a", "A", "b", "B", "c");
test.prop([fc.array(fc.record({ source: word, target: word })), fc.nat()])(
  "depends on the pairs and the seed, not on their order",
  (pairs, seed) => {
    const sorted = (map: ReturnType<typeof deduplicate>) =>
      [...map].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(sorted(deduplicate([...pairs].reverse(), seed))).toEqual(
      sorted(deduplicate(pairs, seed)),
    );
  },
);
