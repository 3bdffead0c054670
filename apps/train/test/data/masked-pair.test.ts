import { describe, expect, test } from "vitest";
import { maskPair } from "../../src/data/masked-pair.ts";

const [a, b, c] = ["\uE000", "\uE001", "\uE002"];

describe("maskPair", () => {
  test("text that protects nothing stays", () => {
    const pair = maskPair(["The dog barks.", "Der Hund bellt."]);
    expect(pair).toEqual({ source: "The dog barks.", target: "Der Hund bellt.", spans: [] });
  });

  test("slots have the order of the source on both sides", () => {
    const pair = maskPair(["Move %1 to {name}.", "Nach {name} wird %1 bewegt."]);
    expect(pair?.source).toBe(`Move ${a} to ${b}.`);
    expect(pair?.target).toBe(`Nach ${b} wird ${a} bewegt.`);
    expect(pair?.spans).toEqual([{ role: "value" }, { role: "value" }]);
  });

  test("numbers are the same if their digits are", () => {
    const pair = maskPair(["1,234.5 of 70", "1.234,5 von 70"]);
    expect(pair?.target).toBe(`${a} von ${b}`);
    expect(pair?.spans).toEqual([{ role: "number" }, { role: "number" }]);
  });

  test("of two equal spans the first is the first", () => {
    expect(maskPair(["%s or %s", "%s oder %s"])?.target).toBe(`${a} oder ${b}`);
  });

  test("the ends of marked-up text know each other", () => {
    const pair = maskPair(["Open <b>%s</b>.", "<b>%s</b> öffnen."]);
    expect(pair?.target).toBe(`${a}${b}${c} öffnen.`);
    expect(pair?.spans).toEqual([
      { role: "open", partner: 2 },
      { role: "value" },
      { role: "close", partner: 0 },
    ]);
  });

  test.each([
    [["%s files", "Dateien"]],
    [["files", "%s Dateien"]],
    [["5 files", "6 Dateien"]],
    [["two files", "2 Dateien"]],
    [["Open <b>it</b>", "<b>Öffnen"]],
  ] as const)("%j teaches nothing true", (pair) => {
    expect(maskPair(pair)).toBeUndefined();
  });

  test("an identifier that the other side has not is text", () => {
    const pair = maskPair(["the libfoo2 library", "die Bibliothek"]);
    expect(pair).toEqual({ source: "the libfoo2 library", target: "die Bibliothek", spans: [] });
  });
});
