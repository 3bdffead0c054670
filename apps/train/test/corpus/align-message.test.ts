import { describe, expect, test } from "vitest";
import { alignMessage } from "../../src/corpus/align-message.ts";
import { englishGerman } from "../../src/corpus/align-sentences.ts";

const align = (source: string, target: string) =>
  alignMessage({ source, target }, englishGerman).pairs.map((pair) => [pair.source, pair.target]);

describe("alignMessage", () => {
  test("joins wrapped lines, however they are wrapped", () => {
    const source = "The hen cannot be fed, because there is no\ncorn left in the barn.";
    const target = "Das Huhn kann nicht gefüttert werden,\nweil kein Korn mehr\nim Stall ist.";
    const german = "Das Huhn kann nicht gefüttert werden, weil kein Korn mehr im Stall ist.";
    expect(align(source, target)).toEqual([
      ["The hen cannot be fed, because there is no corn left in the barn.", german],
    ]);
  });

  test("splits paragraphs, and sentences within them", () => {
    const source =
      "The hen sleeps. Wake\nit now?\n\nThe old cow over there sleeps, too, and so on.";
    const target =
      "Das Huhn schläft. Jetzt\nwecken?\n \nDie alte Kuh dort drüben\nschläft auch usw.";
    expect(align(source, target)).toEqual([
      ["The hen sleeps.", "Das Huhn schläft."],
      ["Wake it now?", "Jetzt wecken?"],
      [
        "The old cow over there sleeps, too, and so on.",
        "Die alte Kuh dort drüben schläft auch usw.",
      ],
    ]);
  });

  test("pairs lines that are whole", () => {
    expect(align("Hens\nCows\n", "Hühner\nKühe\n")).toEqual([
      ["Hens", "Hühner"],
      ["Cows", "Kühe"],
    ]);
  });

  test("takes lists and tables of options apart, without their marks", () => {
    const source =
      "\n  -a, --all         feed all hens, the\n                      old ones too\n  -n                do nothing\n";
    const target = "\n  -a, --all         alle Hühner füttern\n  -n                nichts tun\n";
    expect(align(source, target)).toEqual([
      ["-a, --all", "-a, --all"],
      ["feed all hens, the old ones too", "alle Hühner füttern"],
      ["-n", "-n"],
      ["do nothing", "nichts tun"],
    ]);
    expect(align("--all\tFeed all.", "--all\tAlle füttern.")).toEqual([
      ["--all", "--all"],
      ["Feed all.", "Alle füttern."],
    ]);
    expect(align("* Hens\n* Cows", "* Hühner\n* Kühe")).toEqual([
      ["Hens", "Hühner"],
      ["Cows", "Kühe"],
    ]);
  });

  test("takes tags out, splits at those that end a line, decodes entities", () => {
    const source =
      '<p>Feed <b>all</b> hens &amp; cows.</p><p>See <a href="x?a=1">here</a><br/>or there</p>';
    const target =
      '<p>Alle <b>Hühner</b> &amp; Kühe füttern.</p><p>Siehe <a href="x">hier</a><br/>oder dort</p>';
    expect(align(source, target)).toEqual([
      ["Feed all hens & cows.", "Alle Hühner & Kühe füttern."],
      ["See here", "Siehe hier"],
      ["or there", "oder dort"],
    ]);
    expect(align("Usage: feed <hen>", "Aufruf: feed <Huhn>")).toEqual([
      ["Usage: feed <hen>", "Aufruf: feed <Huhn>"],
    ]);
  });

  test("drops a context before the message, where the translation has none", () => {
    expect(align("Animals|Hen", "Huhn")).toEqual([["Hen", "Huhn"]]);
    expect(align("Hen|Cow", "Huhn|Kuh")).toEqual([["Hen|Cow", "Huhn|Kuh"]]);
  });

  test("leaves out and counts what splits into different numbers of sentences", () => {
    const message = { source: "One. Two.\n\nThree.", target: "Eins und zwei.\n\nDrei." };
    expect(alignMessage(message, englishGerman)).toEqual({
      pairs: [{ source: "Three.", target: "Drei." }],
      unaligned: 1,
    });
  });

  test("gives nothing for empty text, and is quick with long and hostile text", () => {
    expect(align("", "")).toEqual([]);
    for (const part of [
      "<a ",
      "<",
      "\n",
      " \n",
      "&amp",
      "_",
      "&a",
      " (",
      "a|",
      "   ",
      "<a =",
      "{",
    ]) {
      const text = part.repeat(40_000);
      const { pairs } = alignMessage({ source: text, target: text }, englishGerman);
      expect(pairs.every(({ source, target }) => source === target)).toBe(true);
    }
  }, 60_000);
});
