import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  isSlot,
  type TakeShape,
  takeCapitals,
  takeEdges,
  takeEnclosure,
  takeFinalMark,
  takeInitial,
  takeMnemonic,
  takeOuterSpace,
  takeQuotes,
  takeShapes,
} from "../../../src/text/index.ts";

const shapes: readonly (readonly [string, TakeShape])[] = [
  ["takeOuterSpace", takeOuterSpace],
  ["takeEdges", (text) => takeEdges(text, (slot) => slot < "\uF000")],
  ["takeEnclosure", takeEnclosure],
  ["takeMnemonic", takeMnemonic],
  ["takeFinalMark", takeFinalMark],
  ["takeCapitals", takeCapitals],
  ["takeQuotes", takeQuotes],
  ["takeInitial", takeInitial],
];
const all: TakeShape = (text) =>
  takeShapes(
    text,
    shapes.map(([, take]) => take),
  );

/** Texts made of what shapes look for. */
const labels = fc
  .array(
    fc.constantFrom(
      ..."_ & && __ ( ) (_F) (&F) : … ... . ? ! \" ' “ ” ‘ ’ [ ] - • 3. a) * A I FILE URL file ß ẞ".split(
        " ",
      ),
      " ",
      "\n",
      "\u00A0",
      "\uE000",
      "\uF001",
      "🙂",
      "👍🏽",
      "\uD83D",
      "e\u0301",
      "İ",
      "ŉ",
      "ǅ",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

const slotsOf = (text: string) => [...text].filter(isSlot).join("");

describe.each([...shapes, ["takeShapes", all] as const])("%s", (_, take) => {
  test.prop([fc.oneof(labels, fc.string({ unit: "binary" }))])(
    "an untouched text gives the source back",
    (source) => {
      const { text, restore } = take(source);
      expect(restore(text)).toBe(source);
    },
  );

  test.prop([labels, fc.oneof(labels, fc.string({ unit: "binary" }))])(
    "any translation keeps its slots and gets those that were taken off",
    (source, translation) => {
      const { text, restore } = take(source);
      const taken = slotsOf(source).length - slotsOf(text).length;
      const restored = slotsOf(restore(translation));
      expect(restored).toContain(slotsOf(translation));
      expect(restored.length).toBe(
        translation === text ? slotsOf(source).length : slotsOf(translation).length + taken,
      );
    },
  );

  test.each([
    ["letters", "a".repeat(300_000)],
    ["capitals", "AB ".repeat(100_000)],
    ["spaces inside", `a${" ".repeat(300_000)}b`],
    ["marks", `${"-".repeat(150_000)}a${".".repeat(150_000)}b`],
    ["quotation marks", "'\"".repeat(150_000)],
    ["brackets", "(".repeat(300_000)],
    ["emoji", "🙂".repeat(150_000)],
    ["slots", "\uE000".repeat(300_000)],
  ])("a long text of %s", (_name, source) => {
    const { text, restore } = take(source);
    expect(restore(text)).toBe(source);
    expect(restore(source).length).toBeGreaterThanOrEqual(source.length);
  });
});
