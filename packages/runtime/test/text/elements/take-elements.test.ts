import { describe, expect, test } from "vitest";
import { takeElements } from "../../../src/text/elements/take-elements.ts";
import { protectLine } from "../../../src/text/protected-line.ts";

function take(text: string) {
  const [line] = protectLine(text);
  const taken = takeElements(line!.text, line!.slotsOf(line!.text));
  return taken && { ...taken, text: line!.fill(taken.text) };
}

describe("takeElements", () => {
  test("content is counted without white space", () => {
    // "My new" has 5 characters before "car", which has 3.
    const { text, elements } = take("My new <b>car</b> is red.")!;
    expect(text).toBe("My new car is red.");
    expect(elements).toMatchObject([{ start: 5, end: 8, children: [] }]);
  });

  test("elements nest and stand side by side, with placeholders in them", () => {
    const { text, elements } = take("<b>All <i>%d</i> files</b> of <u>him</u> are here")!;
    expect(text).toBe("All %d files of him are here");
    // "All" 3, the placeholder 1, "files" 5, "of" 2, "him" 3.
    expect(elements).toMatchObject([
      { start: 0, end: 9, children: [{ start: 3, end: 4, children: [] }] },
      { start: 11, end: 14 },
    ]);
  });

  test.each([
    ["nothing to take", "My %s car"],
    ["no content", "Open <b></b> it"],
    ["only white space", "Open <b> </b> it"],
    ["begins inside of a word", "a re<b>open</b> file"],
    ["ends inside of a word", "<b>open</b>ed files"],
    ["touches a number", "H<sub>2</sub>O is water"],
  ])("%s: %s", (_, text) => {
    expect(take(text)).toBe(undefined);
  });

  test("a tag without its partner is a thing like others, and stays", () => {
    const { text } = take("A <b>new</b> line<br>here</i> now")!;
    expect(text).toBe("A new line<br>here</i> now");
  });
});
