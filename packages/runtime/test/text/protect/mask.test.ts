import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  findSpans,
  maskText,
  mostSlots,
  slotIndex,
  slotOf,
  unmaskText,
} from "../../../src/text/index.ts";
import { findNumbers } from "../../../src/text/protect/number.ts";

const roundTrip = (text: string) => {
  const masked = maskText(text, findSpans(text));
  return unmaskText(masked.text, masked.contents);
};

describe("maskText", () => {
  test("puts a character in the place of each span", () => {
    const text = "Copy %s to <b>%2$s</b>";
    const masked = maskText(text, findSpans(text));
    expect(masked.text).toBe("Copy \uE000 to \uE001\uE002\uE003");
    expect(masked.contents).toEqual(["%s", "<b>", "%2$s", "</b>"]);
    expect(unmaskText("\uE001\uE002\uE003 aus \uE000", masked.contents)).toBe("<b>%2$s</b> aus %s");
  });

  test("private-use characters of the text are not mistaken for slots", () => {
    expect(roundTrip("a\uE000\uF8FF %s \uE001")).toBe("a\uE000\uF8FF %s \uE001");
    expect(() => maskText("a\uE005", [])).toThrow(/private-use character, but not the one at 1/);
  });

  test("an empty text and one without spans stay as they are", () => {
    expect(maskText("", [])).toEqual({ text: "", spans: [], contents: [] });
    expect(maskText("Hello", findSpans("Hello")).text).toBe("Hello");
  });

  test("refuses spans that overlap, are empty, lie outside, or are too many", () => {
    const [span] = findNumbers("12");
    const at = (start: number, end: number) => ({ ...span, start, end });
    expect(() => maskText("1234", [at(0, 2), at(1, 3)])).toThrow(/maskText: spans\[1\]/);
    expect(() => maskText("1234", [at(2, 3), at(0, 1)])).toThrow(RangeError);
    expect(() => maskText("1234", [at(1, 1)])).toThrow(RangeError);
    expect(() => maskText("1234", [at(3, 5)])).toThrow(RangeError);
    const many = "1 ".repeat(mostSlots);
    expect(roundTrip(many)).toBe(many);
    expect(() => roundTrip(`${many}1`)).toThrow(/at most 6400, got 6401/);
  });

  test("unmaskText names a slot that has no content", () => {
    expect(() => unmaskText("\uE002", ["a", "b"])).toThrow(/below 2, got slot 2/);
  });

  test("slots are the private use area", () => {
    expect(slotOf(0)).toBe("\uE000");
    expect(slotOf(mostSlots - 1)).toBe("\uF8FF");
    expect(() => slotOf(mostSlots)).toThrow(RangeError);
    expect(["", "a", "\uDFFF", "\uF900"].map(slotIndex)).toEqual(new Array(4).fill(undefined));
    expect(slotIndex("\uE010")).toBe(16);
  });

  test.prop([fc.string({ unit: "binary" })])("unmaskText gives any text back", (text) => {
    expect(roundTrip(text)).toBe(text);
  });

  const unit = fc.constantFrom(
    ..."%$@{}[]<>/\\`'\"&;:.,-_=()#0123sdnab Aé\n\uE000\uE123\uD83D\uDE00\u0301\u200D",
  );
  test.prop([fc.string({ unit, maxLength: 60 })])("nor is anything lost among signs", (text) => {
    expect(roundTrip(text)).toBe(text);
  });
});
