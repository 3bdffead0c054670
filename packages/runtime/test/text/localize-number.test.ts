import { expect, test } from "vitest";
import { localizeNumber } from "../../src/text/localize-number.ts";

test.each([
  ["1,234.5", "1.234,5"],
  ["1,234,567", "1.234.567"],
  ["3.14", "3,14"],
  ["-2.5", "-2,5"],
  ["1,000", "1.000"],
  ["1999", "1999"],
  ["1.2.3", "1.2.3"],
  ["12:30", "12:30"],
  ["2004-05-12", "2004-05-12"],
  ["1,23", "1,23"],
  ["", ""],
])("%s in German is %s", (number, expected) => {
  expect(localizeNumber(number, "en", "de")).toBe(expected);
});

test("and back", () => {
  expect(localizeNumber("1.234,5", "de", "en")).toBe("1,234.5");
  expect(localizeNumber("1.234.567", "de", "en")).toBe("1,234,567");
});

test("a tag that is none is refused", () => {
  expect(() => localizeNumber("1", "not a tag", "de")).toThrow(RangeError);
});
