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
    ["white space around", "<li>\n  One\n</li>", "<li>\n  [One]\n</li>"],
    ["wrapped lines", "<p>One\n  sentence.</p>", "<p>[One sentence.]</p>"],
    [
      "scripts",
      "<p>A</p><script>if (a < b) x()</script>",
      "<p>[A]</p><script>if (a < b) x()</script>",
    ],
    ["code in a sentence", "Type <code>ls -l</code> now.", "[Type <code>ls -l</code> now.]"],
    ["names", 'Ask <i translate="no">Tom</i> now.', '[Ask <i translate="no">Tom</i> now.]'],
    ["references", "I&#39;m &quot;on&quot; &amp; &lt;b&gt;", `[I'm "on" &amp; &lt;b&gt;]`],
    ["a comment", "A<!-- b -->C", "[A]<!-- b -->[C]"],
    ["attributes", '<img src="a" alt="A house">', '<img src="a" alt="[A house]">'],
    ["no words", "<p>12</p>", "<p>12</p>"],
    ["what is not closed", "<p>One<p>Two", "<p>[One]<p>[Two]"],
    ["the language", '<html lang="en"><p>A</p></html>', '<html lang="de"><p>[A]</p></html>'],
  ])("%s", (_, html, expected) => {
    expect(bracketed(html)).toBe(expected);
  });

  test("leaves a text whose translation has lost a tag", () => {
    const { texts, fill } = htmlTexts("<p>A <b>bold</b> word</p><p>Two</p>");
    expect(texts).toHaveLength(2);
    expect(fill(["Ein Wort", "Zwei"])).toBe("<p>A <b>bold</b> word</p><p>Zwei</p>");
  });

  test("takes a long document apart", () => {
    expect(htmlTexts("<p>One <b>two</b>.</p>".repeat(2000)).texts).toHaveLength(2000);
  });
});
