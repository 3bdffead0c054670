import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { joinParagraphs, splitParagraphs } from "../../page/client/paragraphs.ts";

describe("splitParagraphs", () => {
  test.each([
    ["", [], [""]],
    ["One.", ["One."], ["", ""]],
    ["One.\nMore.\n\nTwo.", ["One.\nMore.", "Two."], ["", "\n\n", ""]],
    ["\n \nOne.\r\n\r\nTwo.\n", ["One.", "Two."], ["\n \n", "\r\n\r\n", "\n"]],
    ["\n\n", [], ["\n\n"]],
  ])("%j has the paragraphs %j between %j", (text, paragraphs, separators) => {
    expect(splitParagraphs(text)).toEqual({ paragraphs, separators });
  });

  property.prop([fc.array(fc.constantFrom("a", "é", "😀", "\ud800", " ", "\n", "\r\n", "\t"))])(
    "loses nothing, and no paragraph is empty or has an empty line",
    (characters) => {
      const text = characters.join("");
      const split = splitParagraphs(text);
      expect(joinParagraphs(split, split.paragraphs)).toBe(text);
      expect(split.separators).toHaveLength(split.paragraphs.length + 1);
      for (const paragraph of split.paragraphs)
        expect(paragraph.split("\n").every((line) => line.trim() !== "")).toBe(true);
    },
  );

  test("a hundred thousand empty lines and as many blanks are one separator", () => {
    const text = `One.${"\n".repeat(1e5)}${" ".repeat(1e5)}\nTwo.`;
    expect(splitParagraphs(text).paragraphs).toEqual(["One.", "Two."]);
  });
});

test("joinParagraphs puts translations where the paragraphs were", () => {
  const split = splitParagraphs("One.\n\n\nTwo.\n");
  expect(joinParagraphs(split, ["Eins.", "Zwei."])).toBe("Eins.\n\n\nZwei.\n");
});
