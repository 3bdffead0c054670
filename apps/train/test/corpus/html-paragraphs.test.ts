import { expect, test } from "vitest";
import { readHtmlParagraphs } from "../../src/corpus/html-paragraphs.ts";

const entries = (html: string) => [...readHtmlParagraphs(html)];

test("reads numbered paragraphs and headings, with the text of their inline elements", () => {
  const html = `<p>logo</p><h2 id="hd_id7">The <em>hen</em></h2><p class="x" id="par_id5">A <a href="y">cow
    &amp; calf</a>.<br>Two.</p><p id="other">no</p>tail`;
  expect(entries(html)).toEqual([
    ["hd_id7", "The hen"],
    ["par_id5", "A cow\n    & calf. Two."],
  ]);
});

test("keeps the default of a switch and drops the macOS alternative", () => {
  const html = `<p id="par_id1">Press <span class="switchinline"><span id="MACx" class="MAC"><b>Command</b></span>
    <span id="defaultx">Ctrl</span></span>+F.</p>`;
  expect(entries(html)).toEqual([["par_id1", "Press Ctrl+F."]]);
});

test("keeps the first alternative of a switch without a default", () => {
  const html = `<p id="par_id1">Use <span class="switchinline"><span class="MAC">this</span><span class="WIN">that</span
    ><span class="UNIX">those</span></span>.</p>`;
  expect(entries(html)).toEqual([["par_id1", "Use that."]]);
});

test("survives unclosed and nested paragraphs, and keeps the first of two with one id", () => {
  expect(entries(`<p id="par_id1">one<p id="par_id2">two <b>three<h1 id="par_id1">four`)).toEqual([
    ["par_id1", "one"],
    ["par_id2", "two three"],
  ]);
});
