import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { bleach, bleachingRule } from "../src/bleaching.ts";

const wisardpkg = (confidence = 1): ReturnType<typeof bleachingRule> =>
  bleachingRule("test", { tie: "wisardpkg", confidence });
const lowest = (confidence = 1): ReturnType<typeof bleachingRule> =>
  bleachingRule("test", { confidence });

describe("bleaching by hand", () => {
  test("raises the level until one class leads", () => {
    // At 1 both have three votes, at 2 both two; at 3 the second still has two.
    const counters = [
      [1, 2, 2],
      [1, 3, 3],
    ];
    for (const rule of [lowest(), wisardpkg()]) {
      expect(bleach(counters, rule)).toEqual({ label: 1, votes: [0, 2], bleach: 3, confidence: 1 });
    }
  });

  test("stops at a single vote, tie or not", () => {
    expect(
      bleach(
        [
          [5, 0],
          [0, 3],
        ],
        lowest(),
      ),
    ).toMatchObject({ label: 0, votes: [1, 1], bleach: 1 });
    expect(
      bleach(
        [
          [5, 0],
          [0, 3],
        ],
        wisardpkg(),
      ),
    ).toMatchObject({ label: 1, votes: [1, 1], bleach: 1 });
  });

  test("a lead within the confidence is bleached; wisardpkg notices it only after the leader", () => {
    // Three votes to two, then two to none.
    const leaderFirst = [
      [1, 2, 2],
      [1, 1, 0],
    ];
    const leaderLast = [
      [1, 1, 0],
      [1, 2, 2],
    ];
    expect(bleach(leaderFirst, wisardpkg(2))).toMatchObject({ votes: [2, 0], bleach: 2 });
    expect(bleach(leaderLast, wisardpkg(2))).toMatchObject({ votes: [2, 3], bleach: 1 });
    expect(bleach(leaderFirst, lowest(2))).toMatchObject({ votes: [2, 0], bleach: 2 });
    expect(bleach(leaderLast, lowest(2))).toMatchObject({ votes: [0, 2], bleach: 2 });
  });

  test("confidence is the lead over the second, as each rule counts it", () => {
    const counters = [
      [1, 1, 1, 1],
      [1, 1, 1, 0],
      [0, 0, 0, 0],
    ];
    expect(bleach(counters, lowest()).confidence).toBe(0.25);
    const tied = [
      [1, 1],
      [1, 1],
      [1, 0],
    ];
    const withoutBleaching = { bleaching: false, confidence: 1 };
    expect(bleach(tied, { ...withoutBleaching, tie: "lowest" }).confidence).toBe(0);
    // The next vote below that of the two that lead.
    expect(bleach(tied, { ...withoutBleaching, tie: "wisardpkg" }).confidence).toBe(0.5);
  });

  test("a class that takes no part gets no votes and does not tie at 0", () => {
    expect(bleach([undefined, [0, 0], undefined], wisardpkg())).toMatchObject({
      label: 1,
      votes: [0, 0, 0],
    });
  });

  test("rules that do not exist are refused", () => {
    expect(() => bleachingRule("test", { confidence: 0 })).toThrow("confidence must be");
    expect(() => bleachingRule("test", JSON.parse('{"tie": "first"}'))).toThrow(TypeError);
  });
});

/** Level by level, as wisardpkg does it. */
function slowly(counters: readonly (readonly number[])[], confidence: number): number[] {
  for (let level = 1; ; level++) {
    const votes = counters.map((of) => of.filter((count) => count >= level).length);
    let biggest = 0;
    let ambiguous = false;
    for (const vote of votes) {
      if (vote > biggest) {
        biggest = vote;
        ambiguous = false;
      } else if (biggest - vote < confidence) ambiguous = true;
    }
    if (!ambiguous || biggest <= 1) return votes;
  }
}

const counterTables = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 7 }))
  .chain(([classes, nodes]) =>
    fc.array(fc.array(fc.integer({ min: -1, max: 9 }), { minLength: nodes, maxLength: nodes }), {
      minLength: classes,
      maxLength: classes,
    }),
  );

property.prop([counterTables, fc.integer({ min: 1, max: 4 })], { numRuns: 500 })(
  "skipping levels without change is the same as trying each",
  (counters, confidence) => {
    expect(bleach(counters, wisardpkg(confidence)).votes).toEqual(slowly(counters, confidence));
  },
);

property.prop([counterTables], { numRuns: 500 })(
  "the rules name the same votes unless a tie lasts, and the lowest never ends without votes if there were any",
  (counters) => {
    const [first, second] = [bleach(counters, lowest()), bleach(counters, wisardpkg())];
    const most = Math.max(...first.votes);
    expect(first.votes[first.label]).toBe(most);
    expect(most === 0).toBe(counters.flat().every((count) => count < 1));
    if (Math.max(...second.votes) > 0) expect(second.votes).toEqual(first.votes);
  },
);
