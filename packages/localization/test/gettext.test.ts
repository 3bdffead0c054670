import { fc, test as property } from "@fast-check/vitest";
import { po } from "gettext-parser";
import { describe, expect, test } from "vitest";
import { type Entry, type EntryTranslation, readCatalogue } from "../src/index.ts";

const template = `# SOME DESCRIPTIVE TITLE.
#, fuzzy
msgid ""
msgstr ""
"Language: \\n"
"Content-Type: text/plain; charset=CHARSET\\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"

#| msgid "%d fruit"
msgid "%d apple"
msgid_plural "%d apples"
msgstr[0] ""
msgstr[1] ""
`;

function translated(
  text: string,
  targets: readonly string[],
  origin: "machine" | "memory" = "machine",
): string {
  const catalogue = readCatalogue(text, "gettext");
  const entries = catalogue.entries.map((entry): [Entry, EntryTranslation] => [
    entry,
    { targets, origin },
  ]);
  return catalogue.write(new Map(entries));
}

describe("gettext", () => {
  test("fills in what a template's header leaves open, and marks what a model wrote", () => {
    expect(translated(template, ["%d Apfel", "%d Äpfel"])).toBe(`# SOME DESCRIPTIVE TITLE.
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#, fuzzy
#| msgid "%d fruit"
msgid "%d apple"
msgid_plural "%d apples"
msgstr[0] "%d Apfel"
msgstr[1] "%d Äpfel"
`);
  });

  test("a file without a header gets one", () => {
    expect(translated('msgid "a"\nmsgstr ""\n', ["b"], "memory")).toBe(
      'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "b"\n',
    );
  });

  test("other languages have as many forms as the header says", () => {
    const header = 'msgid ""\nmsgstr "Language: sl\\nPlural-Forms: nplurals=4; plural=0;\\n"\n\n';
    const text = `${header}msgid "one"\nmsgid_plural "many"\nmsgstr[0] ""\n`;
    expect(readCatalogue(text, "gettext").entries[0]?.sources).toEqual([
      "one",
      "many",
      "many",
      "many",
    ]);
  });

  test.each([
    ['msgstr "a"', 1],
    ['"a"', 1],
    ['msgid "a"\nmsgstr "b"\nmsgstr "c"', 3],
    ['msgid "a"\nmsgid_plural "b"\nmsgstr "c"', 3],
    ['msgid "a"\n\nmsgid "b"\nmsgstr ""', 1],
    ['msgid "a\\q"\nmsgstr ""', 1],
    ["msgid a", 1],
    ["\n\nhello", 3],
  ])("%j is refused at line %i", (text, line) => {
    expect(() => readCatalogue(text, "gettext")).toThrow(`line ${line}: `);
  });

  test("has the escapes of C", () => {
    const text = 'msgid "\\a\\b\\f\\v\\r\\x41\\102"\nmsgstr ""\n';
    expect(readCatalogue(text, "gettext").entries[0]?.sources).toEqual(["\u0007\b\f\v\rAB"]);
    expect(translated(text, ["\u0007\b\f\v\r"])).toContain('msgstr "\\a\\b\\f\\v\\r"');
  });

  property.prop([
    fc.array(fc.string({ unit: fc.constantFrom("a", " ", "ä", '"', "\\", "\n", "\t", "😀") })),
  ])("gettext-parser reads the translations that are written", (texts) => {
    const targets = texts.filter((text) => text !== "");
    const header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n';
    const text = header + targets.map((_, i) => `msgid "${i} text"\nmsgstr ""\n`).join("\n");
    const catalogue = readCatalogue(text, "gettext");
    const written = catalogue.write(
      new Map(
        catalogue.entries.map((entry, i) => [
          entry,
          { targets: [targets[i] ?? ""], origin: "memory" },
        ]),
      ),
    );
    const { translations } = po.parse(Buffer.from(written));
    const read = targets.map((_, i) => translations[""]?.[`${i} text`]?.msgstr?.[0]);
    expect(read).toEqual(targets);
  });

  test("long translations are wrapped as gettext's tools wrap them", () => {
    const words = Array.from({ length: 30 }, (_, i) => `Wort${i}`).join(" ");
    const lines = translated('msgid "a"\nmsgstr ""\n', [`${words}\nEnde`]).split("\n");
    expect(lines).toContain('"Ende"');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test("reads a large catalogue in linear time", () => {
    const messages = Array.from({ length: 30_000 }, (_, i) => `msgid "text ${i}"\nmsgstr ""\n`);
    const catalogue = readCatalogue(messages.join("\n"), "gettext");
    expect(catalogue.entries).toHaveLength(30_000);
    const all = new Map(
      catalogue.entries.map((entry) => [entry, { targets: ["b"], origin: "machine" as const }]),
    );
    expect(catalogue.write(all).match(/#, fuzzy/g)).toHaveLength(30_000);
  });
});
