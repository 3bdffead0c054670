import { describe, expect, test } from "vitest";
import { findCode } from "../../../src/text/protect/code.ts";
import { describeSpans } from "./found.ts";

const find = (text: string) => describeSpans(text, findCode(text));

describe("findCode", () => {
  test.each<[string, string[]]>([
    ["Run `git add`.", ["`git add`"]],
    ["``a`b`` c", ["``a`b``"]],
    ["```\nx\n\ny\n``` z", ["```\nx\n\ny\n```"]],
    ["`a` and `b`", ["`a`", "`b`"]],
    ["`a```", []],
    ["`it's`", ["`it's`"]],
    ["`echo 'a'`", ["`echo 'a'`"]],
    ["``` ` ``", []],
    ["`<b>`", ["`<b>`"]],
    ["x`y`z", ["`y`"]],
    ["`` ` ``", ["`` ` ``"]],
    ["`ä🙂`", ["`ä🙂`"]],
    ["`a` `b", ["`a`"]],
    ["` `a`", ["`a`"]],
    ["(`x`)", ["`x`"]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "`",
    "``",
    "`` ``",
    "` `",
    "`a\nb`",
    "`word' and `other'",
    "`%s' is no `%s'",
    "a` b",
    `\`${"x".repeat(600)}\``,
    "´a´",
    "'a'",
    "````",
    "`a``",
    "no code",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});
