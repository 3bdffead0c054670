// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are format arguments
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { checkKept, type KeptKind } from "../../src/index.ts";
import { differences } from "./differences.ts";

const planted: readonly (readonly [KeptKind, string])[] = [
  ["format", "%s"],
  ["format", "%1$s"],
  ["format", "%%"],
  ["format", "%(name)s"],
  ["format", "{0}"],
  ["format", "{name}"],
  ["format", "%1"],
  ["format", "%n"],
  ["format", "{{x}}"],
  ["format", "${x}"],
  ["format", "$1"],
  ["format", "#{x}"],
  ["format", "%{x}"],
  ["format", "{ $x }"],
  ["format", "{ -brand }"],
  ["format", "$NAME$"],
  ["icu", "{n, plural, one {a} other {b}}"],
  ["markup", '<a href="x">'],
  ["markup", "</b>"],
  ["markup", "<br/>"],
  ["markup", "&nbsp;"],
  ["address", "https://example.org/a"],
  ["address", "me@example.org"],
  ["path", "/etc/hosts"],
  ["path", "notes.txt"],
  ["path", "C:\\Temp"],
  ["option", "--force"],
  ["option", "-x"],
  ["variable", "$HOME"],
  ["variable", "%PATH%"],
  ["code", "`make`"],
  ["mark", "[X7X]"],
  ["mark", "[[1]]"],
  ["mark", "__PH_0__"],
  ["emoji", "🎉"],
  ["number", "42"],
  ["number", "1,234.5"],
  ["mnemonic", "_File"],
  ["mnemonic", "&File"],
];
const word = fc.constantFrom("apple", "Tree", "zu", "größer", "cats,", "(well)", "é", "日本");
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((all) => all.join(" "));
const pieces = fc.array(
  fc.oneof(
    word,
    fc.constantFrom(...planted.map(([, text]) => text)),
    fc.constantFrom(..."%${}<>&_`'\"[]#*.,:/\\-@1s dn=|\n"),
  ),
);

describe("checkKept", () => {
  property.prop(
    [
      fc.oneof(
        fc.string({ unit: "binary" }),
        pieces.map((all) => all.join("")),
      ),
    ],
    {
      numRuns: 2000,
    },
  )("a text keeps all of itself", (text) => {
    expect(differences(text, text)).toEqual([]);
    expect(checkKept(text, text).isKept).toBe(true);
  });

  describe.each(planted)("%s %j", (kind, item) => {
    property.prop([words, words])(
      "is noticed when it is lost, doubled or added",
      (before, after) => {
        const report = (source: string, target: string) => checkKept(source, target).kinds[kind];
        const whole = `${before} ${item} ${after}`;
        const without = `${before} ${after}`;
        const doubled = `${before} ${item} ${item} ${after}`;
        expect(report(whole, without).missing).not.toEqual([]);
        expect(report(whole, doubled).extra).not.toEqual([]);
        // A label without a mnemonic does not say that there must be none.
        if (kind !== "mnemonic") expect(report(without, whole).extra).not.toEqual([]);
        expect(report(whole, `${after} ${item} ${before}`)).toMatchObject({
          missing: [],
          extra: [],
        });
      },
    );
  });

  property.prop([fc.string({ unit: "binary" }), fc.string({ unit: "binary" })])(
    "any two texts get a report that agrees with itself",
    (source, target) => {
      expect(checkKept(source, target).isKept).toBe(differences(source, target).length === 0);
    },
  );

  test("what is no string, and a form of numbers that there is not, are refused", () => {
    expect(() => checkKept(JSON.parse("1"), "a")).toThrow(
      new TypeError("checkKept: source must be a string, got number"),
    );
    expect(() => checkKept("a", JSON.parse("null"))).toThrow(
      new TypeError("checkKept: target must be a string, got object"),
    );
    expect(() => checkKept("a", "a", JSON.parse('{ "numbers": "german" }'))).toThrow(
      new RangeError("checkKept: numbers must be one of same, localised, either, got german"),
    );
  });
});

describe("time is in proportion to the text", () => {
  const units = [
    "a",
    "a.",
    "%0",
    "%(",
    "$a",
    "`",
    "<b>",
    "<a ",
    "{ ",
    "&a",
    "_a",
    "--a",
    "-",
    "/a",
  ];
  const others = [
    "http://",
    "a@",
    "a-.",
    "c:\\",
    "{a,plural,",
    "{a,plural,other{'{",
    "1.",
    " ",
    "👍",
  ];

  // Steps that grow with the square of the length, 4·10¹⁰ of them, take longer than the limit.
  test.each([...units, ...others])("%j, 200,000 characters of it", { timeout: 20_000 }, (unit) => {
    const text = unit.repeat(200_000 / unit.length);
    expect(checkKept(text, text).isKept).toBe(true);
  });

  test.each(["%", "<", "{", "1"])("%j, a million of it", { timeout: 60_000 }, (unit) => {
    const text = unit.repeat(1_000_000);
    expect(checkKept(text, text).isKept).toBe(true);
  });
});
