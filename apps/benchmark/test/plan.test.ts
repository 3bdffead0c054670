import { describe, expect, test } from "vitest";
import type { Place } from "../src/arm.ts";
import type { Case, CaseContender } from "../src/operator.ts";
import { cases } from "../src/operators.ts";
import { planCases } from "../src/plan.ts";

const everywhere: readonly Place[] = ["node", "browser"];
const contenders: readonly CaseContender[] = [
  { name: "ours", isPeer: false, isOptional: false, places: everywhere, threads: "any" },
  { name: "peer-js", isPeer: true, isOptional: false, places: everywhere, threads: "one" },
  { name: "peer-c", isPeer: true, isOptional: false, places: ["node"], threads: "one" },
];
const caseOf = (shape: string, origin: string, isQuick: boolean): Case => ({
  op: "some-op",
  shape,
  origin,
  isQuick,
  operations: 1,
  contenders,
  open: () => {
    throw new Error("not opened by a plan");
  },
});
const given = [caseOf("2x3x5", "Small model: layer", true), caseOf("12x3x5", "", false)];

function labels(filter: string, change: Partial<Parameters<typeof planCases>[1]> = {}): string[] {
  const selection = {
    filter,
    place: "node",
    threadCounts: [1],
    isQuick: false,
    ...change,
  } as const;
  return planCases(given, selection).flatMap(({ case: { shape }, entries }) =>
    entries.map(({ contender, threads }) => `${contender.name} ${shape} ${threads}`),
  );
}

describe("planCases", () => {
  test("without a filter takes everything, each shape's arms together", () => {
    expect(labels("")).toEqual([
      "ours 2x3x5 1",
      "peer-js 2x3x5 1",
      "peer-c 2x3x5 1",
      "ours 12x3x5 1",
      "peer-js 12x3x5 1",
      "peer-c 12x3x5 1",
    ]);
  });

  test("wants every word of op, arm, shape or model, in any order and case", () => {
    expect(labels("PEER 12X3X5  some-OP")).toEqual(["peer-js 12x3x5 1", "peer-c 12x3x5 1"]);
    expect(labels("small ours")).toEqual(["ours 2x3x5 1"]);
    expect(labels("ours|peer-c 12x3x5|7x7")).toEqual(["ours 12x3x5 1", "peer-c 12x3x5 1"]);
    expect(labels("no such arm")).toEqual([]);
  });

  test("more threads only for who can use them", () => {
    expect(labels("2x3x5 small", { threadCounts: [1, 4] })).toEqual([
      "ours 2x3x5 1",
      "peer-js 2x3x5 1",
      "peer-c 2x3x5 1",
      "ours 2x3x5 4",
    ]);
    expect(labels("peer", { threadCounts: [2] })).toEqual([]);
  });

  test("a browser runs no C, --quick no large shape", () => {
    expect(labels("", { place: "browser", isQuick: true })).toEqual([
      "ours 2x3x5 1",
      "peer-js 2x3x5 1",
    ]);
  });
});

describe("the operators that are here", () => {
  test("every case is listed once", () => {
    const names = cases.map(({ op, shape }) => `${op} ${shape}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  test.each([
    "Transformer base",
    "model-en-de",
    "BinaryNet",
    "XNOR-AlexNet",
    "ReActNet",
    "Bi-Real",
    "QuickNet",
  ])("%s has shapes", (model) => {
    expect(cases.filter(({ origin }) => origin.includes(model)).length).toBeGreaterThan(2);
  });

  test("each has arms of ours and peers, under names of their own, and something for --quick", () => {
    for (const op of new Set(cases.map((each) => each.op))) {
      const ofOp = cases.filter((each) => each.op === op);
      const arms = ofOp[0]?.contenders ?? [];
      expect(new Set(arms.map(({ name }) => name)).size).toBe(arms.length);
      expect(new Set(arms.map(({ isPeer }) => isPeer))).toEqual(new Set([true, false]));
      expect(ofOp.some(({ isQuick }) => isQuick)).toBe(true);
    }
  });
});
