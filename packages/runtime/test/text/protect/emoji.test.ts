import { describe, expect, test } from "vitest";
import { findEmoji } from "../../../src/text/protect/emoji.ts";
import { describeSpans } from "./found.ts";

const find = (text: string) => describeSpans(text, findEmoji(text));

describe("findEmoji", () => {
  test.each<[string, string[]]>([
    ["Hi 👍", ["👍"]],
    ["👍🏽👍", ["👍🏽", "👍"]],
    ["🇩🇪🇦🇹", ["🇩🇪", "🇦🇹"]],
    ["1️⃣ #️⃣", ["1️⃣", "#️⃣"]],
    ["👩‍👩‍👧 👩🏽‍💻", ["👩‍👩‍👧", "👩🏽‍💻"]],
    ["❤️ ☎ ✓", ["❤️", "☎", "✓"]],
    ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", ["🏴󠁧󠁢󠁥󠁮󠁧󠁿"]],
    ["Hello :-)", [":-)"]],
    [":) ;-) :D :P", [":)", ";-)", ":D", ":P"]],
    ["I <3 it", ["<3"]],
    ["Thanks.:)", [":)"]],
    [":'( :-/ =)", [":'(", ":-/", "=)"]],
    ["©️ ™️", ["©️", "™️"]],
    ["★", ["★"]],
    ["^_^ XD", ["^_^", "XD"]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "© 2020 ™ ®",
    "(see: a)",
    "(note:)",
    "http://a",
    "10:30",
    "a <30",
    "<3.5",
    "1 2 #",
    "→ ↔",
    ":Dog",
    "x:D",
    "8) eight",
    ": )",
    "a; (b)",
    "é ß",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});
