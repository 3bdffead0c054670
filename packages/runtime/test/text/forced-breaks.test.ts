import { expect, test } from "vitest";
import { splitAtForcedBreaks } from "../../src/text/forced-breaks.ts";
import { protectLine } from "../../src/text/protected-line.ts";

/** The sentences of a line as they are in the source. */
function split(text: string): readonly (readonly [string, string])[] {
  const [line] = protectLine(text);
  if (line === undefined) throw new Error("no line");
  return splitAtForcedBreaks({ text: line.text, separator: "\n" }, line).map((sentence) => [
    line.sourceOf(sentence.text),
    sentence.separator,
  ]);
}

test.each([
  ["First line<br/>Second line", ["First line<br/>", ""], ["Second line", "\n"]],
  ["One<br> Two<BR />Three", ["One<br>", " "], ["Two<BR />", ""], ["Three", "\n"]],
  ["a line that is<br>broken", ["a line that is<br>broken", "\n"]],
  ["One<hr>Two", ["One<hr>Two", "\n"]],
  ["<br>Two", ["<br>Two", "\n"]],
  ["%s<br>Two", ["%s<br>Two", "\n"]],
  ["Three<br>", ["Three<br>", "\n"]],
] as const)("%s", (text, ...sentences) => {
  expect(split(text)).toEqual(sentences);
});
