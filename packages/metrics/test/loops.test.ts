import { describe, expect, test } from "vitest";
import { findLoop, isLooping } from "../src/index.ts";

describe("findLoop", () => {
  test.each([
    ["Das ist sehr sehr sehr gut", "sehr", 3],
    ["Ha, ha, HA und ha ha", "ha", 3],
    ["Auflegegegegege", "eg", 5],
    ["Aaaah", "a", 4],
    ["Leistungtungtungtung", "tung", 4],
    ["ja ja ja ja und nein nein nein", "ja", 4],
    ["öööö", "ö", 4],
    ["𝒶𝒶𝒶𝒶", "𝒶", 4],
  ])("%j repeats %j", (text, unit, times) => {
    expect(findLoop(text)).toEqual({ unit, times });
  });

  test.each([
    "",
    "sehr sehr gut",
    "das, was das Kind das lehrt",
    "1000000",
    "1 1 1 1",
    "....",
    "- - - -",
    "Schifffahrt",
    "papapa",
    "abc ab ab",
  ])("%j has none", (text) => {
    expect(findLoop(text)).toBeUndefined();
  });

  test("a megabyte takes time in proportion to it", () => {
    expect(findLoop("ab".repeat(500_000))).toEqual({ unit: "ab", times: 500_000 });
    expect(findLoop("ja ".repeat(300_000))).toEqual({ unit: "ja", times: 300_000 });
    expect(findLoop("abcdefghi".repeat(100_000))).toBeUndefined();
  });
});

describe("isLooping", () => {
  test.each([
    ["Hang up", "Auflegegegegege", true],
    ["Yes.", "Ja ja ja.", true],
    ["ha ha ha", "ha ha ha", false],
    ["Yes yes yes!", "Ja ja ja!", false],
    ["Yes yes yes!", "Ja ja ja ja!", true],
    ["Open", "Öffnen", false],
  ])("%j → %j: %s", (source, target, looping) => {
    expect(isLooping(source, target)).toBe(looping);
  });

  test("what is no string is refused", () => {
    expect(() => findLoop(JSON.parse("null"))).toThrow(TypeError);
    expect(() => isLooping("a", JSON.parse("3"))).toThrow(
      new TypeError("isLooping: source and target must be strings, got string and number"),
    );
  });
});
