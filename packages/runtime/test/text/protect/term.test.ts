import { describe, expect, test } from "vitest";
import { findTerms } from "../../../src/text/protect/term.ts";
import { describeSpans } from "./found.ts";

const terms = ["Fluent", "Fluent Editor", "C++", "Über", "a.b", "", "New York"];
const find = (text: string) => describeSpans(text, findTerms(text, terms));

describe("findTerms", () => {
  test.each<[string, string[]]>([
    ["Start Fluent.", ["Fluent"]],
    ["Fluent Editor and Fluent", ["Fluent Editor", "Fluent"]],
    ["Fluent's", ["Fluent"]],
    ["Fluent-Fenster", ["Fluent"]],
    ["(C++)", ["C++"]],
    ["Über uns", ["Über"]],
    ["a.b", ["a.b"]],
    ["New York, New York", ["New York", "New York"]],
    ["“Fluent”", ["Fluent"]],
    ["Fluent/C++", ["Fluent", "C++"]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "Fluently",
    "fluent",
    "Influent",
    "aXb",
    "C++11",
    "Überall",
    "New  York",
    "XFluent",
    "Fluent_x",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });

  test("no terms, no spans", () => {
    expect(findTerms("Fluent", [])).toEqual([]);
  });
});
