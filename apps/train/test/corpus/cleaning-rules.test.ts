import { describe, expect, test } from "vitest";
import { cleanPairs } from "../../src/corpus/clean-pairs.ts";
import {
  documentCleaning,
  interfaceCleaning,
  sentenceCleaning,
} from "../../src/corpus/cleaning-presets.ts";
import {
  type CleaningRuleName,
  cleaningRuleNames,
  cleaningRules,
} from "../../src/corpus/cleaning-rules.ts";

const good = { source: "The old hen sleeps.", target: "Das alte Huhn schläft." };
const long = (words: number) => `${"Huhn ".repeat(words - 1)}hier.`;

const refused: [CleaningRuleName, string, string][] = [
  ["filled", "", good.target],
  ["control-characters", good.source, "Das alte\u0007 Huhn schläft."],
  ["control-characters", "The old hen\ufffd sleeps.", good.target],
  ["latin-script", "The letter د is old.", "Der Buchstabe د ist alt."],
  ["words", "Hens sleep.", "Hühner schlafen jetzt."],
  ["words", good.source, "Hühner schlafen."],
  ["words", long(41), long(40)],
  ["length-ratio", long(3), long(7)],
  ["length-ratio", long(7), long(3)],
  ["starts-upper-case", "the old hen sleeps.", good.target],
  ["ends-as-sentence", "The old hen sleeps", good.target],
  ["ends-as-sentence", good.source, "Das alte Huhn schläft:"],
  ["punctuation", "Click the icon .", "Klicken Sie hier."],
  ["markup", "The <b>old</b> hen sleeps.", good.target],
  ["markup", "The old&nbsp;hen sleeps now.", good.target],
  ["placeholders", "The hen %1 sleeps.", "Das Huhn %1 schläft."],
  ["placeholders", "The hen $(ARG1) sleeps.", good.target],
  ["paths-and-addresses", "See https://example.org for hens.", good.target],
  ["paths-and-addresses", "Write to hen@example.org today.", good.target],
  ["paths-and-addresses", "Open /home/hen and sleep.", good.target],
  ["paths-and-addresses", "Open the file hen.txt now.", good.target],
  ["same-digits", "Seven of 12 hens sleep.", "Sieben von 21 Hühnern und 3 Kühen schlafen."],
  ["translated", good.source, good.source],
];

describe("documentCleaning", () => {
  test.each(refused)("%s refuses %j · %j", (name, source, target) => {
    const { kept, dropped } = cleanPairs([{ source, target }], cleaningRules(documentCleaning));
    expect(kept).toEqual([]);
    expect(Object.entries(dropped).filter(([, count]) => count > 0)).toEqual([[name, 1]]);
  });

  test.each([
    ["The old hen sleeps.", "Das alte Huhn schläft."],
    ['"Where is it?"', "„Wo ist es denn?“"],
    ["It costs 1,000.5 euros and/or more.", "Es kostet 1.000,5 Euro und/oder mehr."],
    ["It grew by 5% in May.", "Es wuchs im Mai um 5 %."],
    [long(40), `Ein ${long(39)}`],
    [long(3), long(6)],
    ["She counts … and sleeps.", "Sie zählt … und schläft."],
    ["Use Insert - Hen (or Ctrl+H).", "Verwenden Sie Einfügen – Huhn (oder Strg+H)."],
  ])("keeps %j · %j", (source, target) => {
    expect(cleanPairs([{ source, target }], cleaningRules(documentCleaning)).kept).toHaveLength(1);
  });

  test("every rule of it has a case above, in the order of all rules", () => {
    const { rules } = documentCleaning;
    const inOrder = cleaningRuleNames.filter((name) => rules.includes(name));
    expect(cleaningRules(documentCleaning).map(({ name }) => name)).toEqual(inOrder);
    expect(new Set(refused.map(([name]) => name))).toEqual(new Set(rules));
  });
});

const refusedMessages: [CleaningRuleName, string, string][] = [
  ["filled", "Hen", ""],
  ["control-characters", "Feed the hen\ufffd", "Huhn füttern"],
  ["words", long(41), long(40)],
  ["latin-script", "Letter د", "Buchstabe د"],
  ["length-ratio", "Hen", "Ein Huhn, das gerade schläft"],
  ["character-ratio", "Feed them all", "Hühnerstallbeleuchtungssteuerungen einschalten"],
  ["character-ratio", "Feed the old hen that sleeps in that barn", "Altes Huhn füttern"],
  ["tags", "Feed <b>the</b> hen", "Das Huhn füttern"],
  ["tags", "Hens &amp; cows", "Hühner &amp; Kühe"],
  ["tags", "Hens\\ncows", "Hühner\\nKühe"],
  ["same-placeholders", "Feed %s", "Füttern"],
  ["same-placeholders", "Feed %s and %s", "%s füttern"],
  ["same-placeholders", "Feed {name}", "{Name} füttern"],
  ["same-placeholders", "Feed %1 at %2", "%1 um $2 füttern"],
  ["paths-and-addresses", "See https://example.org", "Siehe https://example.org"],
  ["paths-and-addresses", "Open /home/hen/%s", "/home/hen/%s öffnen"],
  ["balanced", "Feed (all", "Alle füttern"],
  ["balanced", 'Feed "Berta"', "„Berta füttern"],
  ["same-digits", "Feed 3 hens", "2 Hühner füttern"],
  ["translated", "OK", "OK"],
  ["language", "The hen is in the barn", "The hens and the cows"],
  ["language", "Das Huhn ist nicht im Stall", "Das Huhn schläft nicht"],
];

describe("interfaceCleaning", () => {
  test.each(refusedMessages)("%s refuses %j · %j", (name, source, target) => {
    const rules = cleaningRules(interfaceCleaning);
    const { dropped, examples } = cleanPairs([{ source, target }], rules);
    expect(Object.entries(dropped).filter(([, count]) => count > 0)).toEqual([[name, 1]]);
    expect(examples).toEqual({ [name]: [{ source, target }] });
  });

  test.each([
    ["File", "Datei"],
    ["feed the hen", "das Huhn füttern"],
    ["Unmute", "Stummschaltung aufheben"],
    ["%1 of %2 hens", "%2 Hühner, davon %1"],
    ["Could not read %s: %d/%d", "%s kann nicht gelesen werden: %d/%d"],
    ["{count} hens in { -barn-name }", "{count} Hühner in { -barn-name }"],
    ["$1 hens (100 %%)", "$1 Hühner (100 %%)"],
    ["a) Hens", "a) Hühner"],
    ['Feed "%s"', "»%s« füttern"],
    ["Width = 1,000.5", "Breite = 1.000,5"],
    ["Open file_name now", "file_name jetzt öffnen"],
  ])("keeps %j · %j", (source, target) => {
    expect(cleanPairs([{ source, target }], cleaningRules(interfaceCleaning)).kept).toHaveLength(1);
  });

  test("every rule of it has a case above", () => {
    expect(new Set(refusedMessages.map(([name]) => name))).toEqual(
      new Set(interfaceCleaning.rules),
    );
  });
});

test("every rule is part of a preset", () => {
  const used = [documentCleaning, sentenceCleaning, interfaceCleaning].flatMap(
    ({ rules }) => rules,
  );
  expect(new Set(used)).toEqual(new Set(cleaningRuleNames));
});

test("sentenceCleaning keeps short and freely translated sentences", () => {
  const pairs = [
    { source: "Go!", target: "Geh!" },
    { source: "Tom.", target: "Tom." },
    { source: "It's half past seven", target: "Es ist 7:30 Uhr" },
  ];
  expect(cleanPairs(pairs, cleaningRules(sentenceCleaning)).kept).toEqual(pairs);
});

test("rules and bounds can be chosen, and bounds are checked", () => {
  const only = cleaningRules({ ...documentCleaning, rules: ["translated", "words"] });
  expect(only.map(({ name }) => name)).toEqual(["words", "translated"]);
  const withBounds = (bounds: Partial<typeof documentCleaning>) => () =>
    cleaningRules({ ...documentCleaning, ...bounds });
  expect(withBounds({ minimumWords: 0 })).toThrow(RangeError);
  expect(withBounds({ minimumWords: 41 })).toThrow(RangeError);
  expect(withBounds({ maximumLengthRatio: 0.5 })).toThrow(RangeError);
  expect(withBounds({ maximumLengthRatio: Number.NaN })).toThrow(RangeError);
});

test("cleanPairs normalizes before it asks and counts what each rule dropped", () => {
  const { kept, dropped } = cleanPairs(
    [
      { source: " The old  hen\nsleeps.", target: good.target },
      { source: "Hens", target: "" },
    ],
    cleaningRules(documentCleaning),
  );
  expect(kept).toEqual([good]);
  expect(dropped).toMatchObject({ filled: 1, words: 0, translated: 0 });
});

test("cleanPairs keeps the first three pairs that a rule refused", () => {
  const pairs = ["One", "Two", "Three", "Four"].map((source) => ({ source, target: "" }));
  const { dropped, examples } = cleanPairs(pairs, cleaningRules(interfaceCleaning));
  expect(dropped.filled).toBe(4);
  expect(examples).toEqual({ filled: pairs.slice(0, 3) });
});

test.each(cleaningRuleNames)(
  "%s takes time that grows with the text, no faster",
  (name) => {
    const parts = [
      "%1$",
      "{",
      "<a ",
      "&a",
      "$(",
      "((",
      '"',
      "a.",
      "/",
      " ",
      "~",
      "@",
      "%%",
      "#a",
      "a",
    ];
    const rules = cleaningRules({ ...interfaceCleaning, rules: [name] });
    for (const part of parts) {
      const text = part.repeat(50_000);
      const { kept } = cleanPairs([{ source: text, target: text }], rules);
      expect(kept.length).toBeLessThanOrEqual(1);
    }
  },
  60_000,
);
