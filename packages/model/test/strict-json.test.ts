import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { MalformedFileError } from "../src/malformed-file-error.ts";
import { type JsonValue, parseStrictJson } from "../src/strict-json.ts";

const parse = (text: string, maximumDepth = 64): JsonValue =>
  parseStrictJson(text, { where: "here", maximumDepth });

/** Maps back to plain objects, as JSON.parse gives them. */
function plain(value: JsonValue): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  }
  return Array.isArray(value) ? value.map(plain) : value;
}

describe("parseStrictJson", () => {
  propertyTest.prop([fc.json({ maxDepth: 5 })])(
    "agrees with JSON.parse on what both accept",
    (text) => {
      fc.pre(!text.includes('"__proto__"'));
      expect(plain(parse(text))).toEqual(JSON.parse(text));
    },
  );

  propertyTest.prop([fc.string()])("refuses whatever JSON.parse refuses", (text) => {
    let refused = false;
    try {
      JSON.parse(text);
    } catch {
      refused = true;
    }
    if (refused) expect(() => parse(text)).toThrow(MalformedFileError);
  });

  test.each([
    ["0", 0],
    ["-0", -0],
    ["1.5e3", 1500],
    [" [ ] ", []],
    ['"\\u00e9\\n\\ud83d\\ude42 \u007f"', "é\n🙂 \u007f"],
  ])("%s", (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  test.each([
    ["", "must have a value at character 0, got its end"],
    ["{", "must have a string at character 1"],
    ['{"a":1,}', "must have a string at character 7"],
    ['{"a" 1}', 'must have ":" at character 5'],
    ['{"a":1 "b":2}', 'must have "," or "}" at character 7'],
    ["[1 2]", 'must have "," or "]" at character 3'],
    ["[1,]", "must have a value at character 3"],
    ["01", "must end at character 1"],
    ["+1", "must have a value at character 0"],
    [".5", "must have a value at character 0"],
    ["1.", "must end at character 1"],
    ["NaN", "must have a value at character 0"],
    ["1e999", "must have a finite number at character 0"],
    ["tru", "must have a value at character 0"],
    ['"abc', "must end its string at character 4, got its end"],
    ['"a\nb"', "must end its string at character 2"],
    ['"\\"', "must end its string at character 3, got its end"],
    ['"\\', "must end its string at character 3, got its end"],
    ['"\\x41"', "must use the escapes of JSON at character 0"],
    ['"\\ud800"', "must not split a surrogate pair at character 0"],
    ['{"a":1,"a":2}', 'must name "a" once at character 7'],
    ['{"a":1,"\\u0061":2}', 'must name "a" once at character 7'],
    ['{"__proto__":1}', 'must not use the key "__proto__" at character 1'],
    ['{"a":1} x', "must end at character 8"],
    ["\ufeff1", "must have a value at character 0"],
  ])("refuses %j", (text, message) => {
    expect(() => parse(text)).toThrow(`here: JSON ${message}`);
  });

  test("counts nesting, and refuses a million brackets at once", () => {
    expect(parse("[[[]]]", 3)).toEqual([[[]]]);
    expect(() => parse("[[[]]]", 2)).toThrow("must be nested at most 2 deep at character 2");
    expect(() => parse("[".repeat(1e6), 6)).toThrow("must be nested at most 6 deep at character 6");
  });
});

test.each(["1.0", "1e0", "-1E2", "0.5", "[2, 1.0]"])("only integers: %s is refused", (text) => {
  const options = { where: "here", maximumDepth: 2, onlyIntegers: true };
  expect(() => parseStrictJson(text, options)).toThrow("here: JSON must have an integer");
  expect(parseStrictJson("[0, -7, 12]", options)).toEqual([0, -7, 12]);
});
