import { describe, expect, test } from "vitest";
import { findNumbers } from "../../../src/text/protect/number.ts";
import { describeSpans } from "./found.ts";

const find = (text: string) => describeSpans(text, findNumbers(text));

describe("findNumbers", () => {
  test.each<[string, string[]]>([
    ["1,234.5", ["number 1,234.5"]],
    ["at 12:30.", ["number 12:30"]],
    ["2004-05-12", ["number 2004-05-12"]],
    ["v1.2.3", ["number 1.2.3"]],
    ["1/2 10-20", ["number 1/2", "number 10-20"]],
    ["−5, +3, -1", ["number −5", "number +3", "number -1"]],
    ["1st 22nd 1980s", ["number 1", "number 22", "number 1980"]],
    ["10 000", ["number 10", "number 000"]],
    ["10\u202f000", ["number 10\u202f000"]],
    ["1’000", ["number 1’000"]],
    ["a .45, (.5)", ["number .45", "number .5"]],
    ["end.45", ["number 45"]],
    ["1..2", ["number 1", "number 2"]],
    ["$5.00", ["number 5.00"]],
    ["100%", ["number 100"]],
    ["page-1", ["number 1"]],
    ["(3)", ["number 3"]],
    ["x2y3", ["number 2", "number 3"]],
    ["٣", ["number ٣"]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "one",
    "½ ²",
    "- .",
    "+",
    "IV",
    "a.b",
    "Ⅳ",
    "一",
    ":",
    "a-b",
    "−",
    "#",
    "%s",
    "é",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});
