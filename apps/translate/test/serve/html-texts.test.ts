import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { htmlTexts } from "../../src/serve/html-texts.ts";

/** A document in which every text is in brackets. */
function bracketed(html: string): string {
  const { texts, fill } = htmlTexts(html);
  return fill(texts.map((text) => `[${text}]`));
}

describe("htmlTexts", () => {
  test.each([
    ["a fragment", "Hello", "[Hello]"],
    ["nothing", "", ""],
    ["blocks", "<p>One.</p><p>Two.</p>", "<p>[One.]</p><p>[Two.]</p>"],
    ["inline tags", 'A <b>bold</b> <a href="x">link</a>.', '[A <b>bold</b> <a href="x">link</a>.]'],
    ["a break", "One<br>Two<br/>Three", "[One]<br>[Two]<br/>[Three]"],
    ["white space around", "<li>\n  One\n</li>", "<li> [One] </li>"],
    ["wrapped lines", "<p>One\n  sentence.</p>", "<p>[One sentence.]</p>"],
    [
      "scripts",
      "<p>A</p><script>if (a < b) x()</script>",
      "<p>[A]</p><script>if (a < b) x()</script>",
    ],
    ["code inside of a sentence", "Type <code>ls -l</code> now.", "[Type <code>ls -l</code> now.]"],
    [
      "references",
      "I&#39;m &quot;on&quot; &amp; &lt;b&gt;&nbsp;x",
      `[I'm "on" &amp; &lt;b&gt;&nbsp;x]`,
    ],
    ["a comment", "A<!-- b -->C", "[A]<!-- b -->[C]"],
    ["a doctype", "<!doctype html><title>T</title>", "<!doctype html><title>[T]</title>"],
    ["what has no words", "<td>12<img src=x></td>", "<td>12<img src=x></td>"],
    ["an element that is not closed", "<p>One<p>Two", "<p>[One]<p>[Two]"],
    [
      "a void element that is kept",
      '<p>A <img translate="no"> b</p>',
      '<p>[A <img translate="no"> b]</p>',
    ],
    ["a list in a cell", "<td>A<ul><li>B</ul></td>", "<td>[A]<ul><li>[B]</ul></td>"],
  ])("%s", (_, html, expected) => {
    expect(bracketed(html)).toBe(expected);
  });

  test("keeps what is no language, and gives it back where its tag stands", () => {
    const html = 'Type <code>ls <b>-l</b></code> and <span translate="no">Tom</span>.';
    const { texts, fill } = htmlTexts(html);
    expect(texts).toEqual(['Type <kept id="0"/> and <kept id="1"/>.']);
    expect(fill(['<kept id="1"/> tippt <kept id="0"/>.'])).toBe(
      '<span translate="no">Tom</span> tippt <code>ls <b>-l</b></code>.',
    );
  });

  test("loses no tag, no comment and no text, whatever is open or closed", () => {
    const part = fc.constantFrom(
      ...["<p>", "</p>", "<b>", "</b>", "<br>", "<code>", "</code>", "<pre>", "</pre>", "<!--c-->"],
      ...["<div translate=no>", "</div>", "word ", ">", "&amp;", "< ", "<img>", "é"],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const html = parts.join("");
        const { texts, fill } = htmlTexts(html);
        const filled = fill(texts);
        const letters = (text: string) => text.replace(/&lt;|&amp;|&gt;|[^\p{L}]/gu, "");
        expect(letters(filled)).toBe(letters(html));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test("takes a long document apart in a moment", () => {
    const { texts } = htmlTexts("<p>One <b>two</b>.</p>".repeat(20_000));
    expect(texts).toHaveLength(20_000);
    expect(() => htmlTexts("<b>".repeat(50_000))).toThrow(/nested deeper than 500/);
  });
});
