import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type UnwrappedText, unwrapLines, wrapLines } from "../../src/text/index.ts";

const paragraph =
  "The quick brown fox jumps over the lazy dog, and the lazy dog does not even look up at the fox.";
const wrapped =
  "The quick brown fox jumps over the lazy dog, and the lazy dog\ndoes not even look up at the fox.";

/** The text that was unwrapped. */
function putBack({ text, breaks }: UnwrappedText): string {
  let end = 0;
  const parts = breaks.map(({ at, original, joint }) => {
    const before = text.slice(end, at);
    end = at + joint.length;
    return before + original;
  });
  return parts.join("") + text.slice(end);
}

describe("unwrapLines", () => {
  test("joins a paragraph and says where", () => {
    expect(unwrapLines(wrapped)).toEqual({
      text: paragraph,
      breaks: [{ at: 61, original: "\n", joint: " " }],
      columns: 61,
    });
  });

  test("paragraphs, quoted lines and list items stay apart", () => {
    const item = `- ${wrapped.replace("\n", "\n  ")}`;
    const text = [wrapped, "", `> ${wrapped}`, item, item, "1. Short", "Title", "====="].join("\n");
    const joined = [
      paragraph,
      "",
      `> ${wrapped}`,
      `- ${paragraph}`,
      `- ${paragraph}`,
      "1. Short",
      "Title",
      "=====",
    ].join("\n");
    expect(unwrapLines(text, { columns: 63 }).text).toBe(joined);
  });

  test.each([
    ["short lines", "One\nTwo\nThree"],
    ["a line with room for the next word", `${wrapped.split("\n")[0]}\n\nA short line\nhere`],
    ["sentences on lines of their own", `${wrapped.split("\n")[0]}.\n${paragraph}`],
    ["another indentation", wrapped.replace("\n", "\n    ")],
    ["a table", wrapped.replaceAll(" the ", "    ")],
    ["code", `\`\`\`\n${wrapped}\n\`\`\``],
    ["a line that was never wrapped", `${paragraph} ${paragraph}\n${paragraph}`],
    ["a rule", wrapped.replace(/\n.*/, "\n----------")],
    ["fields", `Format: ${wrapped.split("\n")[0]}\nName: fox`],
    ["nothing", ""],
  ])("%s stays", (_, text) => {
    expect(unwrapLines(text).text).toBe(text);
  });

  test("a hyphen stays unless the word is known without it", () => {
    const line = `${"word ".repeat(11)}docu-\nmentation ends.`;
    expect(unwrapLines(line).text).toBe(line.replace("\n", ""));
    const known = `${line} Read the documentation.`;
    expect(unwrapLines(known, { columns: 60 }).text).toBe(known.replace("-\n", ""));
    const dash = `${"word ".repeat(11)}docu -\nmentation`;
    expect(unwrapLines(dash).text).toBe(dash.replace("\n", " "));
  });

  const lines = fc.array(
    fc.constantFrom(
      wrapped,
      "word ".repeat(13),
      "- item",
      "  indented",
      "",
      "🙂",
      "well-",
      "known",
      "```",
      "\uD800",
    ),
  );
  test.prop([
    fc.tuple(lines, fc.constantFrom("\n", "\r\n", "\r")),
    fc.integer({ min: 1, max: 80 }),
  ])("the breaks put back give the text", ([parts, lineBreak], columns) => {
    const text = parts.join(lineBreak);
    expect(putBack(unwrapLines(text))).toBe(text);
    expect(putBack(unwrapLines(text, { columns }))).toBe(text);
  });

  test("long texts in many lines, in one line, of one sign", () => {
    const many = `${wrapped}\n`.repeat(10_000);
    expect(unwrapLines(many).breaks.length).toBe(10_000);
    const long = "word ".repeat(100_000);
    expect(unwrapLines(long).text).toBe(long);
    for (const sign of ["-", " ", "\n", "1", "|"]) {
      expect(unwrapLines(sign.repeat(200_000)).breaks).toEqual([]);
    }
  });

  test.each([0, -1, 1.5, Number.NaN])("refuses %d columns", (columns) => {
    expect(() => unwrapLines("a", { columns })).toThrow(RangeError);
    expect(() => wrapLines("a", columns)).toThrow(RangeError);
  });
});

describe("wrapLines", () => {
  test("wraps at spaces, with list items indented", () => {
    expect(wrapLines(paragraph, 61)).toBe(wrapped);
    expect(wrapLines("- one two three", 9)).toBe("- one two\n  three");
    expect(wrapLines("a bcdefgh i", 4)).toBe("a\nbcdefgh\ni");
    expect(wrapLines("ab cd\r\nef", 2)).toBe("ab\r\ncd\r\nef");
    expect(wrapLines("🙂🙂 b", 4)).toBe("🙂🙂 b");
    expect(wrapLines("", 1)).toBe("");
  });

  test.prop([
    fc.array(fc.stringMatching(/^[b-z]{2,12}$/), { minLength: 1, maxLength: 80 }),
    fc.constantFrom("", "  ", "- ", " 12. "),
    fc.integer({ min: 60, max: 100 }),
  ])("unwrapLines takes it back", (words, indentation, columns) => {
    const text = indentation + words.join(" ");
    const lines = wrapLines(text, columns);
    for (const line of lines.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    expect(unwrapLines(lines, { columns }).text).toBe(text);
    expect(wrapLines(unwrapLines(lines, { columns }).text, columns)).toBe(lines);
  });
});
