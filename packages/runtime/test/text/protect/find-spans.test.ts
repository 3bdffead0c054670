import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { findSpans, type SpanKind } from "../../../src/text/index.ts";

const examples: Readonly<Record<Exclude<SpanKind, "number" | "private-use">, readonly string[]>> = {
  term: ["Libre Office", "Fluent"],
  code: ["`git add`", "``a`b``"],
  markup: ["<b>", "</b>", "<br/>", '<a href="x>y">', "<!-- note -->"],
  entity: ["&amp;", "&#39;", "&#x27;"],
  icu: ["{n, plural, one {# file} other {# files}}", "{d, date, short}"],
  format: ["%s", "%1$s", "%-5.2f", "%(name)s", "{0}", "{{x}}", "$1", "$NAME$"],
  address: ["https://example.org/a_(b)?q=1#c", "example.org", "me@example.org"],
  path: ["/etc/fstab", "~/.config/foo", "C:\\Users\\x", "src/main.c", "*.odt", ".bashrc"],
  option: ["--option", "--file=NAME", "-v", "-rf"],
  variable: ["$HOME", "$\u007bHOME}", "%PATH%"],
  mark: ["[X7X]", "[[1]]", "__PH_0__", "⟦1⟧", "{@1@}"],
  emoji: ["👍🏽", "🇩🇪", "👩‍👩‍👧", ":-)"],
  identifier: ["UTF-8", "MP3", "x86_64", "libfoo2", "getElementById"],
};
const terms = examples.term;
const item = fc.constantFrom(
  ...Object.values(examples).flat(),
  ..."1,234.5 12:30 2004-05-12 -5 \uE000 \uF8FF".split(" "),
);
const word = fc.constantFrom("file", "of", "Über", "the", "naïve", "Wörter", "to", "und");

describe("findSpans", () => {
  test.prop([fc.array(fc.tuple(word, item), { maxLength: 12 })])(
    "finds what is planted among words, sorted and disjoint",
    (pairs) => {
      let text = "";
      const planted: { start: number; end: number }[] = [];
      for (const [before, what] of pairs) {
        text += `${before} `;
        planted.push({ start: text.length, end: text.length + what.length });
        text += `${what} `;
      }
      const spans = findSpans(text, { terms });
      spans.forEach(({ start, end }, i) => {
        expect(end).toBeGreaterThan(start);
        if (i > 0) expect(start).toBeGreaterThanOrEqual(spans[i - 1].end);
      });
      for (const { start, end } of planted) {
        const inside = spans.filter((span) => span.start < end && span.end > start);
        const covered = inside.reduce(
          (sum, span) => sum + Math.min(end, span.end) - Math.max(start, span.start),
          0,
        );
        expect(covered, text.slice(start, end)).toBe(end - start);
      }
      expect(spans.length).toBeLessThanOrEqual(planted.length);
    },
  );

  test.each(
    Object.entries(examples).flatMap(([kind, texts]) => texts.map((text) => [kind, text] as const)),
  )("one span of the kind %s: %s", (kind, text) => {
    const [span, ...others] = findSpans(`Open ${text} now`, { terms });
    expect(span).toMatchObject({ kind, start: 5, end: 5 + text.length });
    expect(others).toEqual([]);
  });

  const digits = fc.string({
    unit: fc.constantFrom(..."0129%$#.-/:_xX([{}])<>@'\\ a,é"),
    maxLength: 40,
  });
  test.prop([digits])("every digit is in a span; partners point at each other", (text) => {
    const spans = findSpans(text);
    let rest = "";
    let from = 0;
    for (const { start, end } of spans) {
      rest += text.slice(from, start);
      from = end;
    }
    expect(rest + text.slice(from)).not.toMatch(/\d/);
    spans.forEach(({ partner, role }, i) => {
      expect(role === "open" || role === "close").toBe(partner !== undefined);
      if (partner !== undefined) expect(spans[partner].partner).toBe(i);
    });
  });

  test("what encloses another wins", () => {
    const kinds = (text: string) => findSpans(text).map(({ kind }) => kind);
    expect(kinds('<a href="https://example.org/%s">')).toEqual(["markup"]);
    expect(kinds("`--file=%s`")).toEqual(["code"]);
    expect(kinds("https://example.org/{id}?a=%20b")).toEqual(["address"]);
    expect(kinds("{n, plural, other {<b>{name}</b>}}")).toEqual(["icu"]);
    expect(kinds("--file=/etc/fstab")).toEqual(["option"]);
  });

  test("a tag whose partner is inside code has none", () => {
    expect(findSpans("<b>x`</b>`").map(({ role }) => role)).toEqual(["value", "value"]);
  });

  test.each("% < { [ 1 . ( `".split(" "))("200,000 characters of %j end in time", (unit) =>
    expectLinear(unit, 200_000),
  );

  test.each([
    ..."1. \uE000 - / \\ $ @ & _ : # ' = ~ {{ {@ %( <a <!-- [b] [/b] {n,plural, '{ `` a. a/ a@ --a http://( a_b".split(
      " ",
    ),
    ..."aB %1 %- ${ ::a .c A-1 __a 👩\u200d :-) &a <b>x {{a:| a-A".split(" "),
    "{n, plural, other {",
    "`a ``b ",
    "{a ",
    "<a b ",
    "<a ",
    "<a b='",
    "http://a)",
    "a ",
    "a-A",
    "1%",
  ])("and so do 100,000 of %j", (unit) => expectLinear(unit, 100_000));

  function expectLinear(unit: string, length: number): void {
    const text = unit.repeat(Math.ceil(length / unit.length));
    // A quadratic search would not end before the test's time is over.
    expect(findSpans(text, { terms }).at(-1)?.end ?? 0).toBeLessThanOrEqual(text.length);
  }

  test("refuses what is no string", () => {
    expect(() => Reflect.apply(findSpans, undefined, [5])).toThrow(TypeError);
  });
});
