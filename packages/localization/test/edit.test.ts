import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { applyEdits, type Edit } from "../src/index.ts";

describe("applyEdits", () => {
  test("writes new text and parts of the old one, in any order", () => {
    const edits: Edit[] = [
      { start: 8, end: 11, content: ["!"] },
      { start: 0, end: 7, content: [{ start: 4, end: 7 }, " ", { start: 0, end: 3 }] },
    ];
    expect(applyEdits("one two...", edits.slice(1))).toBe("two one...");
    expect(applyEdits("one two ...", edits)).toBe("two one !");
  });

  test("makes the edits inside the parts that are kept", () => {
    const edits: Edit[] = [
      { start: 4, end: 7, content: ["2"] },
      { start: 0, end: 7, content: ["<", { start: 3, end: 7 }, ">"] },
      { start: 3, end: 3, content: ["+"] },
    ];
    expect(applyEdits("one two", edits)).toBe("<+ 2>");
  });

  test("two that cross are refused", () => {
    const edits: Edit[] = [
      { start: 0, end: 4, content: [] },
      { start: 2, end: 6, content: [] },
    ];
    expect(() => applyEdits("abcdef", edits)).toThrow(
      "the edit at 2 must end where the one at 0 does",
    );
  });

  property.prop([fc.string({ unit: "binary" }), fc.array(fc.nat({ max: 50 }), { maxLength: 8 })])(
    "edits that write what is there change nothing",
    (text, places) => {
      const cuts = [...new Set(places.map((place) => Math.min(place, text.length)))].sort(
        (a, b) => a - b,
      );
      const edits = cuts.slice(1).map((end, i): Edit => {
        const range = { start: cuts[i] ?? 0, end };
        return { ...range, content: i % 2 === 0 ? [range] : [text.slice(range.start, end)] };
      });
      expect(applyEdits(text, edits)).toBe(text);
    },
  );
});
