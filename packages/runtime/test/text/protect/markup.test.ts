import { describe, expect, test } from "vitest";
import { findEntities, findMarkup } from "../../../src/text/protect/markup.ts";
import { describeSpans } from "./found.ts";

const tags = (text: string) => describeSpans(text, findMarkup(text));
const entities = (text: string) => describeSpans(text, findEntities(text));

describe("findMarkup", () => {
  test.each<[string, string[]]>([
    ["<b>a</b>", ["open <b>", "close </b>"]],
    ["a<br>b<br/>", ["<br>", "<br/>"]],
    ["<img src=\"a>b\" alt='x'>", ["<img src=\"a>b\" alt='x'>"]],
    ['<a href="%s" title=x>y</a>', ['open <a href="%s" title=x>', "close </a>"]],
    ["<B>a</b>", ["open <B>", "close </b>"]],
    ["<b><i>a</b>", ["open <b>", "<i>", "close </b>"]],
    ["</b> a <b>", ["</b>", "<b>"]],
    ["<b><b>a</b></b>", ["open <b>", "open <b>", "close </b>", "close </b>"]],
    ["<!-- a > b -->", ["<!-- a > b -->"]],
    ["<![CDATA[a]]>", ["<![CDATA[a]]>"]],
    ["<?xml version='1.0'?>", ["<?xml version='1.0'?>"]],
    ["Usage: cp <FILE> <target-name>", ["<FILE>", "<target-name>"]],
    ["<xs:a-b.c/>", ["<xs:a-b.c/>"]],
    ["<input disabled>", ["<input disabled>"]],
    ["[b]a[/b]", ["open [b]", "close [/b]"]],
    ["[url=https://example.org]a[/url]", ["open [url=https://example.org]", "close [/url]"]],
    ["<b>[i]a</b>[/i]", ["open <b>", "close </b>"]],
    ["{{PLURAL:$1|a|{{X}}}}", ["open {{PLURAL:$1|", "close }}"]],
    ["<placeholder/>", ["<placeholder/>"]],
    ["<a\n  b='c'\n>", ["<a\n  b='c'\n>"]],
  ])("%j", (text, contents) => {
    expect(tags(text)).toEqual(contents);
  });

  test.each([
    "",
    "a < b",
    "<3",
    "1 <2> 3",
    "x<y",
    "a<b and c>d",
    "<user@example.org>",
    "<>",
    "< b >",
    "a > b",
    "[b] alone",
    "[optional]",
    "[/b]",
    "a[0]",
    "<!-- open",
    "{{X}}",
    "}}",
    "<b",
    "->",
    "<-",
  ])("none in %j", (text) => {
    expect(tags(text)).toEqual([]);
  });

  test("partners point at each other", () => {
    expect(findMarkup("[x]<b>a<br></b>").map(({ partner }) => partner)).toEqual([2, undefined, 0]);
  });
});

describe("findEntities", () => {
  test.each<[string, string[]]>([
    ["a &amp; b", ["&amp;"]],
    ["5&nbsp;km", ["&nbsp;"]],
    ["&#39;&#x27;", ["&#39;", "&#x27;"]],
    ["f&uuml;r", ["&uuml;"]],
    ["&lt;b&gt;", ["&lt;", "&gt;"]],
    ["Start &product;", ["&product;"]],
    ["&Ctrl;+&Alt;", ["&Ctrl;", "&Alt;"]],
    ["&LMB;", ["&LMB;"]],
  ])("%j", (text, contents) => {
    expect(entities(text)).toEqual(contents);
  });

  test.each(["", "AT&T", "&File", "&File;", "Save &as", "a & b;", "&;", "&#;", "&amp", "Q&A;"])(
    "none in %j",
    (text) => {
      expect(entities(text)).toEqual([]);
    },
  );
});
