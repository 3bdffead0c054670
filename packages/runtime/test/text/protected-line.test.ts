import { describe, expect, test } from "vitest";
import { mostSlots } from "../../src/text/index.ts";
import { protectLine } from "../../src/text/protected-line.ts";

const partsOf = (line: string) => [...protectLine(line)];
const sources = (line: string) => partsOf(line).map((part) => part.sourceOf(part.text));

describe("protectLine", () => {
  test("a line has one part, even an empty one", () => {
    expect(sources("Open %s now")).toEqual(["Open %s now"]);
    expect(sources("")).toEqual([""]);
  });

  test("more spans than there are slots make further parts", () => {
    const line = `Begin ${"<b>%s</b>\uE000\uF8FF".repeat(2700)} end`;
    const parts = partsOf(line);
    expect(parts.map(({ spans }) => spans.length)).toEqual([mostSlots, mostSlots, 700]);
    expect(parts.map((part) => part.sourceOf(part.text)).join("")).toBe(line);
    for (const part of parts) {
      part.spans.forEach(({ partner, role }, index) => {
        if (partner !== undefined) expect(part.spans[partner]?.partner).toBe(index);
        expect(role === "open" || role === "close").toBe(partner !== undefined);
      });
    }
  });

  test("a long line is taken in windows, which end behind sentences", () => {
    const line = 'He said: "Open <b>file 3</b> now." Then {name} left. '.repeat(4000);
    const parts = partsOf(line);
    expect(parts.length).toBeGreaterThan(4);
    expect(parts.map((part) => part.sourceOf(part.text)).join("")).toBe(line);
    for (const part of parts) {
      expect(part.text).toMatch(/^(?:He said|Then )/);
      expect(part.text).toMatch(/(?:now\."|left\.) $/);
      expect(part.text.length).toBeLessThan(32_768);
    }
    expect(parts.reduce((sum, { spans }) => sum + spans.length, 0)).toBe(4 * 4000);
  });

  test("no span and no word is cut where a window ends", () => {
    const path = `/usr/${"a".repeat(40_000)}`;
    const message = `{n, plural, other {${"some words ".repeat(400)}}}`;
    const line = `${"word ".repeat(5000)}${message} ${"word ".repeat(6000)}${path} end`;
    const parts = partsOf(line);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map((part) => part.sourceOf(part.text)).join("")).toBe(line);
    const contents = parts.flatMap((part) => part.spans.map((_, index) => part.originalOf(index)));
    expect(contents).toEqual([message, path]);
    for (const part of parts) expect(part.text).toMatch(/^(?:word|\uE000| ?end)/);
  });

  test.each([
    ["a single run", "a".repeat(200_000)],
    ["white space", " ".repeat(200_000)],
    ["a run and a word", `${"a".repeat(99_999)} b`],
    ["emoji", "🙂".repeat(50_000)],
  ])("%s loses nothing", (_, line) => {
    expect(sources(line).join("")).toBe(line);
  });

  test("faults belong to the span whose content has them, each once", () => {
    const [line] = partsOf("a %s b %d");
    line!.replaceContent(1, (content) => `${content}!`, ["loop", "truncated"]);
    line!.replaceContent(0, (content) => content, ["loop"]);
    expect(line!.fill(line!.text)).toBe("a %s b %d!");
    expect(line!.faultsOf(line!.text)).toEqual(["loop", "truncated"]);
    expect(line!.faultsOf("a \uE000")).toEqual(["loop"]);
    expect(line!.faultsOf("a")).toEqual([]);
  });
});
