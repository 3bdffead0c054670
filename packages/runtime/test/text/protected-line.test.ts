import { describe, expect, test } from "vitest";
import { mostSlots } from "../../src/text/index.ts";
import { protectLine } from "../../src/text/protected-line.ts";

const sources = (line: string) => protectLine(line).map((part) => part.sourceOf(part.text));

describe("protectLine", () => {
  test("a line has one part, even an empty one", () => {
    expect(sources("Open %s now")).toEqual(["Open %s now"]);
    expect(sources("")).toEqual([""]);
  });

  test("more spans than there are slots make further parts", () => {
    const line = `Begin ${"<b>%s</b> \uE000\uF8FF ".repeat(3000)}end`;
    const parts = protectLine(line);
    expect(parts.map(({ spans }) => spans.length)).toEqual([mostSlots, mostSlots, 2200]);
    expect(parts.map((part) => part.sourceOf(part.text)).join("")).toBe(line);
    for (const part of parts) {
      part.spans.forEach(({ partner, role }, index) => {
        if (partner !== undefined) expect(part.spans[partner]?.partner).toBe(index);
        expect(role === "open" || role === "close").toBe(partner !== undefined);
      });
    }
  });

  test("faults belong to the span whose content has them, each once", () => {
    const [line] = protectLine("a %s b %d");
    line!.replaceContent(1, (content) => `${content}!`, ["loop", "truncated"]);
    line!.replaceContent(0, (content) => content, ["loop"]);
    expect(line!.fill(line!.text)).toBe("a %s b %d!");
    expect(line!.faultsOf(line!.text)).toEqual(["loop", "truncated"]);
    expect(line!.faultsOf("a \uE000")).toEqual(["loop"]);
    expect(line!.faultsOf("a")).toEqual([]);
  });
});
