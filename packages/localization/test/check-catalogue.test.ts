import { describe, expect, test } from "vitest";
import { checkCatalogue, checkTranslation, readCatalogue } from "../src/index.ts";

const header =
  'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n';

function problems(body: string): readonly string[] {
  return checkCatalogue(readCatalogue(header + body, "gettext")).map(
    ({ line, isError, message }) => `${line} ${isError ? "error" : "warning"} ${message}`,
  );
}

describe("checkCatalogue", () => {
  test.each([
    ['msgid "Open %s"\nmsgstr "%s öffnen"\n', []],
    ['msgid "Open %s"\nmsgstr ""\n', []],
    ['msgid "Open %s"\nmsgstr "Öffnen"\n', ["4 error placeholder missing: %s"]],
    [
      'msgid "An <b>a</b>"\nmsgstr "Ein a"\n',
      ["4 error tag missing: <b>", "4 error tag missing: </b>"],
    ],
    ['msgid "Name:"\nmsgstr "Name"\n', ["4 warning mark at the end missing: :"]],
    [
      'msgid "A\\n"\nmsgstr "B"\n',
      [
        "4 warning white space missing: line feed",
        "4 error source and translation must both end with a line break, or neither",
      ],
    ],
    ['msgid "One"\nmsgid_plural "%d"\nmsgstr[0] "Eins"\nmsgstr[1] "%d"\n', []],
    [
      'msgid "%d a"\nmsgid_plural "%d b"\nmsgstr[0] "%d c"\n',
      ["4 error 1 plural forms instead of 2"],
    ],
    [
      'msgid "%d a"\nmsgid_plural "%d b"\nmsgstr[0] "%d c"\nmsgstr[1] ""\n',
      ["4 error form 1: no translation"],
    ],
    ['msgid "A"\nmsgstr "B"\n\nmsgid "A"\nmsgstr "C"\n', ["7 error the message is defined twice"]],
  ])("%j", (body, expected) => {
    const found = problems(body);
    for (const line of expected.filter((one) => one.includes("error")))
      expect(found).toContain(line);
    expect(found.filter((one) => one.includes("error"))).toHaveLength(
      expected.filter((one) => one.includes("error")).length,
    );
    if (expected.length === 0) expect(found).toEqual([]);
  });

  test("files of one language are compared by id", () => {
    const sources = readCatalogue('{ "a": "Hello, {{name}}!", "b": "Water" }', "json");
    const targets = readCatalogue('{ "a": "Hallo!", "c": "Feuer" }', "json");
    const messages = checkCatalogue(targets, sources).map(({ id, message }) => `${id}: ${message}`);
    expect(messages).toContain("c: the source has no such entry");
    expect(messages.filter((message) => message.startsWith("a: placeholder missing"))).toHaveLength(
      1,
    );
  });

  test("plural keys of i18next come in pairs", () => {
    const catalogue = readCatalogue('{ "a_one": "file", "b": "x" }', "i18next");
    expect(checkCatalogue(catalogue)).toEqual([
      { line: 1, isError: true, message: "the plural form a_other is missing" },
    ]);
  });

  test("a form for one thing may say its number in words", () => {
    expect(
      checkTranslation("%d file", "Eine Datei", { isSingular: true }).some(
        ({ isError }) => isError,
      ),
    ).toBe(false);
    expect(checkTranslation("%d file", "Eine Datei").some(({ isError }) => isError)).toBe(true);
  });
});
