import { describe, expect, test } from "vitest";
import { findMarks } from "../../../src/text/protect/mark.ts";
import { describeSpans } from "./found.ts";

const find = (text: string) => describeSpans(text, findMarks(text));

describe("findMarks", () => {
  test.each<[string, string[]]>([
    ["[X7X] a [X12X]", ["[X7X]", "[X12X]"]],
    ["[[1]]", ["[[1]]"]],
    ["__PH_0__", ["__PH_0__"]],
    ["__NAME__.", ["__NAME__"]],
    ["⟦1⟧⟦b⟧", ["⟦1⟧", "⟦b⟧"]],
    ["⟨3⟩", ["⟨3⟩"]],
    ["{@1@}", ["{@1@}"]],
    ["XXX1XXX", ["XXX1XXX"]],
    ["@@1@@ ##x## %%NAME%%", ["@@1@@", "##x##", "%%NAME%%"]],
    ["[PH1]", ["[PH1]"]],
    ["a[X1X]b", ["[X1X]"]],
    ["[[12]][[3]]", ["[[12]]", "[[3]]"]],
    ["(__a_b_c__)", ["__a_b_c__"]],
    ["QQQ22QQQ", ["QQQ22QQQ"]],
    ["%%1%%", ["%%1%%"]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "[1]",
    "[x]",
    "[OK]",
    "[[link]]",
    "[ X1X ]",
    "____",
    "a__b__c",
    "__",
    "⟦⟧",
    "XXX",
    "XXX1YYY",
    "XX1XX",
    "##",
    "{@}",
    "aXXX1XXX",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});
