import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { findFaults } from "../../src/text/index.ts";

const faults = (source: string, target: string, isComplete = true) =>
  findFaults({ source, target, isComplete });

describe("findFaults", () => {
  test.each([
    ["Open the file.", "Öffne die Datei."],
    ["mother mother mother", "Mutter Mutter Mutter"],
    ["Very good, very good, very good!", "Sehr gut, sehr gut, sehr gut!"],
    ["Hahahaha!", "Hahahaha!"],
    ["Undo", "Rückgängig machen"],
    ["It costs 1,234.50 €", "Es kostet 1.234,50 €"],
    ["3 of 10", "von 10 sind 3 da"],
    ["The letter Ω of мир", "Der Buchstabe Ω aus мир"],
    ["Shipping", "Schifffahrt"],
    ["Hmm", "Hmm"],
    ["\uE000\uE001\uE002 files", "\uE000\uE001\uE002 Dateien"],
    ["…", ""],
    ["", ""],
  ])("%j, %j: none", (source, target) => {
    expect(faults(source, target)).toEqual([]);
  });

  test.each([
    ["Open the file.", "", ["empty"]],
    ["Open the file.", " \n", ["empty"]],
    ["a mother", "Mutter Mutter Mutter", ["loop"]],
    ["mother mother mother", "Mutter Mutter Mutter Mutter", ["loop"]],
    ["a good day to you all", "ein guter Tag, ein guter Tag, ein guter Tag", ["loop"]],
    ["Click here.", "Klicken Sie hier Hier hier.", ["loop"]],
    ["a good day", "GUTER Guter guter Tag", ["loop"]],
    ["very good, very good, very good", "sehr sehr sehr gut", ["loop"]],
    ["an archive", "ein Archiviviveiveiveive", ["loop"]],
    ["Hello", "Hall\uFFFD", ["unknown-script"]],
    ["a banana", "eine Bananananananane", ["loop"]],
    ["cool", "cooooool", ["loop"]],
    ["Go.", "Ich bin der Meinung, dass wir gehen sollten.", ["too-long"]],
    ["This sentence is about as long as many are.", "Satz.", ["too-short"]],
    ["\uE000\uE001\uE002\uE003\uE004\uE005\uE006", "Wort", ["too-short"]],
    ["Hello", "Привет", ["unknown-script"]],
    ["Привет", "你好", ["unknown-script"]],
    ["Hello", "ᚠᚢᚦ", ["unknown-script"]],
    ["3 files", "Dateien", ["missing-number"]],
    ["files", "7 Dateien", ["missing-number"]],
    ["33 files", "3 Dateien", ["missing-number"]],
  ])("%j, %j: %j", (source, target, expected) => {
    expect(faults(source, target)).toEqual(expected);
  });

  test("a cut translation says so, together with the rest", () => {
    expect(faults("Hi", "Hallo", false)).toEqual(["truncated"]);
    expect(faults("Hi", "", false)).toEqual(["empty", "truncated"]);
    expect(faults("2 dogs", "Hund ".repeat(20), false)).toEqual([
      "truncated",
      "loop",
      "too-long",
      "missing-number",
    ]);
  });

  test.prop([fc.string({ unit: "binary" })])("a copy of the source has no fault", (text) => {
    expect(faults(text, text)).toEqual([]);
  });

  test.each([
    ["one letter", "a".repeat(1_000_000)],
    ["two letters by turns", "ab".repeat(500_000)],
    ["one word", "word ".repeat(200_000)],
    ["numbers", "123 ".repeat(250_000)],
    ["many letters", "abcdefghij".repeat(100_000)],
  ])("1 MB of %s", (_, text) => {
    expect(faults(text, text)).toEqual([]);
  });
});
