import { describe, expect, test } from "vitest";
import { oneLine, oneLineParts } from "../src/one-line.ts";

describe("oneLineParts", () => {
  const texts = [
    "a\u2028\u2029b",
    "\u0085\v\fc\r\n",
    "d\n\ne\v",
    "f g\u2028 \u2028h",
    "no break",
    "",
  ];

  test.each(texts)("%j gives the same line however it is cut", (text) => {
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second++) {
        const onOneLine = oneLineParts();
        const cut = [text.slice(0, first), text.slice(first, second), text.slice(second)];
        expect(cut.map(onOneLine).join("")).toBe(oneLine(text));
      }
    }
  });

  test("a run of breaks over three parts is one space", () => {
    expect(["a\u2028", "\u2029", "\u0085b"].map(oneLineParts()).join("|")).toBe("a ||b");
  });
});
