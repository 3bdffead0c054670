import { describe, expect, test } from "vitest";
import { differences, itemsOf } from "./differences.ts";

describe("markup", () => {
  test.each([
    ['<b>x</b> <a href="y">z</a><br/>', ["<b>", "</b>", '<a href="y">', "</a>", "<br/>"]],
    ["<0>x</0> <note>y</note>", ["<0>", "</0>", "<note>", "</note>"]],
    ["&amp; &#8230; &#x2026; &app; R&D; & so", ["&amp;", "&#8230;", "&#x2026;", "&app;"]],
    ["<!-- x --> <file> 1 < 2 > 0 <see page 3>", ["<!-- x -->"]],
  ])("of %j", (text, items) => {
    expect(itemsOf("markup", text)).toEqual(items);
  });

  test.each([
    ["<b>Save</b> as", "Speichern <b>unter</b>"],
    ["a<br/>b", "a<br>b"],
    ["<a href='x'>y</a>", '<a  href="x">z</a>'],
    ['<img src="x" alt="Cat">', '<img src="x" alt="Katze">'],
    ["<file> or <link> not found", "<Datei> oder <Verweis> nicht gefunden"],
    ["</b> closed twice </b>", "zweimal </b> zu </b>"],
  ])("%j → %j is kept", (source, target) => {
    expect(differences(source, target)).toEqual([]);
  });

  test.each([
    ["<b>x</b>", "<b>x", ["markup -</b>", "markup !tags are not well nested"]],
    ["<b>x</b>", "</b>x<b>", ["markup !tags are not well nested"]],
    ["<b><i>x</i></b>", "<b><i>x</b></i>", ["markup !tags are not well nested"]],
    ['<a href="x">y</a>', '<a href="z">y</a>', ['markup -<a href="x">', 'markup +<a href="z">']],
    ["A &amp; B", "A & B", ["markup -&amp;"]],
    ["x", "<em>x</em>", ["markup +<em>", "markup +</em>"]],
  ])("%j → %j is noticed", (source, target, expected) => {
    expect(differences(source, target)).toEqual(expected);
  });
});
