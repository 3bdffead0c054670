import { describe, expect, test } from "vitest";
import { tokenize13a } from "../src/index.ts";

describe("tokenize13a", () => {
  test.each([
    ["Das ist gut.", "Das ist gut ."],
    ["1.234,50 Euro, ca. 3.", "1.234,50 Euro , ca . 3 ."],
    ["Seite 12-14 und E-Mail", "Seite 12 - 14 und E-Mail"],
    ["geht's „so“?", "geht's „so“ ?"],
    ["a/b (c) [d] {e} f@g", "a / b ( c ) [ d ] { e } f @ g"],
    ["A &amp;lt; B &quot;C&quot; &gt;", 'A < B " C " >'],
    ["&apos; &#39;", "& apos ; & # 39 ;"],
    ["Silben-\ntrennung\nhier", "Silbentrennung hier"],
    ["vor <skipped>nach", "vor nach"],
    ["...", ". . ."],
    [".5 5. 5,a a,5", ". 5 5 . 5 , a a , 5"],
    ["😀.😀,", "😀 . 😀 ,"],
    ["٣.٤", "٣ . ٤"],
    ["-5 --", "-5 --"],
    ["  a \u00a0\u3000 b\u001cc\ufeff ", "a b c\ufeff"],
    ["", ""],
  ])("%j → %j", (line, tokens) => {
    expect(tokenize13a(line).join(" ")).toBe(tokens);
  });
});
