import { describe, expect, test } from "vitest";
import { findSpans, icuBranches } from "../../../src/text/index.ts";
import { findIcuArguments } from "../../../src/text/protect/icu-message.ts";
import { describeSpans, found } from "./found.ts";

const find = (text: string) => describeSpans(text, findIcuArguments(text));
const branches = (text: string) =>
  icuBranches(text).map(({ start, end }) => text.slice(start, end));

const plural = "{count, plural, one {# file} other {# files}}";

describe("findIcuArguments", () => {
  test.each([
    [`Delete ${plural}?`, [plural]],
    [plural + plural, [plural, plural]],
    ["{n, number}", ["number {n, number}"]],
    ["{d, date, short} {t, time, ::Hm}", ["{d, date, short}", "{t, time, ::Hm}"]],
    ["{n,number,percent}%", ["number {n,number,percent}"]],
    ["{g, select, a {x {name} y} other {z}}", ["{g, select, a {x {name} y} other {z}}"]],
    ["{n, selectordinal, one {#st} other {#th}}", ["{n, selectordinal, one {#st} other {#th}}"]],
    [`{g, select, a {${plural}} other {b}}`, [`{g, select, a {${plural}} other {b}}`]],
    ["{g, select, other {it's}} x", ["{g, select, other {it's}}"]],
    ["{g, select, other {a '}' b}} x", ["{g, select, other {a '}' b}}"]],
    ["{0,choice,0#none|1#one}", ["{0,choice,0#none|1#one}"]],
    ["{n, plural, offset:1 =0 {no} other {#}}", ["{n, plural, offset:1 =0 {no} other {#}}"]],
    [`{ ${plural}`, [plural]],
    [`file '{0}' ${plural}`, [plural]],
    [`{a, plural, ${plural}`, [plural]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "{0}",
    "{a, b}",
    "{n, plural",
    "{n, plural}",
    "{n, plural, }",
    "}{",
    "plural, one",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});

describe("icuBranches", () => {
  test("gives the messages of the outer argument, each with its own arguments", () => {
    const text = `{g, select, a {He has ${plural}} other {x}}`;
    expect(branches(text)).toEqual([`He has ${plural}`, "x"]);
    expect(branches(`He has ${plural}`)).toEqual(["# file", "# files"]);
    expect(branches("{n, number} {0} {b}")).toEqual([]);
    expect(branches("")).toEqual([]);
  });

  test("tells plurals, where # is a number, from other arguments", () => {
    expect(icuBranches(plural).map(({ isPlural }) => isPlural)).toEqual([true, true]);
    expect(icuBranches("{g, select, other {#}}").map(({ isPlural }) => isPlural)).toEqual([false]);
    expect(found("# files", ["number"], { isPlural: true })).toEqual(["#"]);
    expect(findSpans("# files")).toEqual([]);
  });
});
