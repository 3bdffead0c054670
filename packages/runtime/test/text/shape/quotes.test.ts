import { describe, expect, test } from "vitest";
import { takeEnclosure, takeQuotes } from "../../../src/text/index.ts";

describe("takeQuotes", () => {
  test.each([
    ['Open "a"', "„a“ öffnen", '"a" öffnen'],
    ["Open 'a'", "„a“ öffnen", "'a' öffnen"],
    ["Open ‘a’", '"a" öffnen', "‚a‘ öffnen"],
    ["Open “a”", '"a" öffnen', "„a“ öffnen"],
    ["Open “a”", "“a” öffnen", "„a“ öffnen"],
    ["Don't open “the users’ file”", '"Datei" nicht öffnen', "„Datei“ nicht öffnen"],
    ["“a” or “b”", '"b" oder "a"', "„b“ oder „a“"],
    ["“it's ‘a’”", "\"es ist 'a'\"", "„es ist ‚a‘“"],
    ["'\uE000' is missing", "„\uE000“ fehlt", "'\uE000' fehlt"],
    ["Not '\uE000': \uE001", "Nicht '\uE000: \uE001", "Nicht '\uE000': \uE001"],
    ["“\uE000” is missing", "\uE000“ fehlt", "„\uE000“ fehlt"],
    ["'\uE000' of 'x'", "'x' von \uE000", "'x' von \uE000"],
    ["'\uE000' of 'x'", "'x von \uE000'", "'x von \uE000'"],
    ["'\uE000' or '\uE001'", "'\uE001 oder \uE000'", "'\uE001 oder \uE000'"],
    ['a 5" disk', 'eine 5"-Diskette „neu“', 'eine 5"-Diskette „neu“'],
    ['Open "a"', "a öffnen", "a öffnen"],
    ["Open 'a' or \"b\"", "\"b\" oder 'a' öffnen", "\"b\" oder 'a' öffnen"],
    ["Open a", "„a“ öffnen", "„a“ öffnen"],
    ["Not “a”.", "Nicht »a«.«", "Nicht „a“."],
    ["Not “a”.", "Nicht a.«", "Nicht a."],
    ['Not "a" or b', "Nicht „a“ oder b“", 'Nicht "a" oder b'],
    ['a 5" disk', 'eine „5"-Diskette“', 'eine „5"-Diskette“'],
    ['5" or 6"', '5 oder 6"', '5 oder 6"'],
  ])("%j, %j becomes %j", (source, translation, restored) => {
    expect(takeQuotes(source).text).toBe(source);
    expect(takeQuotes(source).restore(translation)).toBe(restored);
  });
});

describe("takeEnclosure", () => {
  test.each([
    ["“Open file”", "Open file", "„Datei öffnen“"],
    ['"Open file"', "Open file", '"Datei öffnen"'],
    ["'Don't open'", "Don't open", "'Datei öffnen'"],
    ["(empty)", "empty", "(Datei öffnen)"],
    ["[a (b) c]", "a (b) c", "[Datei öffnen]"],
  ])("%j: %j, restored as %j", (source, text, restored) => {
    expect(takeEnclosure(source).text).toBe(text);
    expect(takeEnclosure(source).restore("Datei öffnen")).toBe(restored);
  });

  test.each(['"a" and "b"', "(a) or (b)", "( a )", "()", "(", '"', "'tis", "(a", "", "a"])(
    "%j stays",
    (source) => {
      expect(takeEnclosure(source).text).toBe(source);
      expect(takeEnclosure(source).restore("Wort")).toBe("Wort");
    },
  );
});
