import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCatalogue, readCatalogue } from "../../src/corpus/gettext-catalogue.ts";
import { moFile } from "./mo-file.ts";
import { scratchFolder } from "./scratch-folder.ts";

const poText = `# A comment.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=CHARSET\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: barn.c:12
msgid "Feed the hen"
msgstr "Das Huhn füttern"

msgctxt "verb"
msgid "Feed"
msgstr "Füttern"

msgctxt "noun"
msgid "Feed"
msgstr "Futter"

#, c-format
msgid "%d hen"
msgid_plural "%d hens"
msgstr[0] "%d Huhn"
msgstr[1] "%d Hühner"

#, fuzzy, c-format
msgid "%d cow"
msgstr "%d Huhn"

msgid "Not translated"
msgstr ""

msgid ""
"The hen "
"sleeps."
msgstr ""
"Das Huhn "
"schläft."

#~ msgid "The old hen"
#~ msgstr "Das alte Huhn"
`;
const messages = [
  { source: "Feed the hen", target: "Das Huhn füttern" },
  { source: "%d hen", target: "%d Huhn" },
  { source: "%d hens", target: "%d Hühner" },
  { source: "The hen sleeps.", target: "Das Huhn schläft." },
  { source: "Feed", target: "Füttern" },
  { source: "Feed", target: "Futter" },
];
const bytesOf = (charset: string, encoding: BufferEncoding) =>
  Buffer.from(poText.replace("CHARSET", charset), encoding);

describe("a .po file", () => {
  test("gives messages with context and plural, without header, fuzzy, empty and obsolete ones", () => {
    const text = parseCatalogue(bytesOf("UTF-8", "utf8"), "de.po");
    expect(text).toEqual({ messages, fuzzy: 1, untranslated: 1 });
  });

  test.each([
    ["ISO-8859-1", "latin1"],
    ["CHARSET", "utf8"],
    ["utf8", "utf8"],
  ] as const)("is read in the charset %s of its header", (charset, encoding) => {
    expect(parseCatalogue(bytesOf(charset, encoding), "de.po").messages).toEqual(messages);
  });

  test.each([
    ["an unknown charset", bytesOf("HEN-8", "utf8"), /unknown charset "HEN-8"/],
    ["bytes that are not of its charset", bytesOf("UTF-8", "latin1"), /not valid|invalid/i],
    ["text that is no catalogue", Buffer.from('The "hen" sleeps: "x"'), /key/],
    ["an end in the middle of a message", Buffer.from('msgid "Hen"\nmsgstr "Hu'), /cut off/],
  ])("with %s is refused", (_, bytes, message) => {
    expect(() => parseCatalogue(bytes, "barn/de.po")).toThrow(
      /^barn\/de\.po: expected a gettext catalogue, got a damaged one/,
    );
    expect(() => parseCatalogue(bytes, "barn/de.po")).toThrow(message);
  });

  test("without anything in it has no messages", () => {
    const none = { messages: [], fuzzy: 0, untranslated: 0 };
    expect(parseCatalogue(Buffer.alloc(0), "de.po")).toEqual(none);
  });
});

describe("a .mo file", () => {
  const catalogue = {
    "Feed the hen": "Das Huhn füttern",
    "verb\u0004Feed": "Füttern",
    "%d hen\0%d hens": "%d Huhn\0%d Hühner",
    constructor: "Erbauer",
  };
  const expected = [
    { source: "%d hen", target: "%d Huhn" },
    { source: "%d hens", target: "%d Hühner" },
    { source: "Feed the hen", target: "Das Huhn füttern" },
    { source: "constructor", target: "Erbauer" },
    { source: "Feed", target: "Füttern" },
  ];

  test.each([{}, { bigEndian: true }, { latin1: true }, { bigEndian: true, latin1: true }])(
    "is read in either byte order and charset: %j",
    (format) => {
      expect(parseCatalogue(moFile(catalogue, format), "a.mo").messages).toEqual(expected);
    },
  );

  test("cut off anywhere is refused or has lost nothing", () => {
    const bytes = moFile(catalogue);
    for (let length = 0; length < bytes.length - 1; length++) {
      expect(() => parseCatalogue(bytes.subarray(0, length), "a.mo"), String(length)).toThrow(
        /^a\.mo: expected a gettext catalogue/,
      );
    }
  });

  const changed = (at: number, value: number) => {
    const bytes = moFile(catalogue);
    bytes.writeUInt32LE(value, at);
    return bytes;
  };
  test.each([
    ["no magic number", changed(0, 0xdeadbeef), /does not start as/],
    ["an unknown revision", changed(4, 7 << 16), /unknown revision 7/],
    ["four thousand million strings", changed(8, 0xffffffff), /table of 4294967295 strings/],
    ["a table behind its end", changed(12, 0xfffffff0), /at byte 4294967280 ends outside/],
    ["a string behind its end", changed(28 + 12, 0xfffffff0), /string of \d+ bytes at byte 42949/],
    ["a string longer than the file", changed(28 + 8, 0x7fffffff), /string of 2147483647 bytes/],
    ["an unknown charset", moFile({}, { header: "Type: a; charset=hen\n" }), /charset "hen"/],
  ])("with %s is refused", (_, bytes, message) => {
    expect(() => parseCatalogue(bytes, "barn/a.mo")).toThrow(/^barn\/a\.mo: expected a gettext/);
    expect(() => parseCatalogue(bytes, "barn/a.mo")).toThrow(message);
  });

  test("whose strings all share one long text is refused before it fills the memory", () => {
    const bytes = moFile(Object.fromEntries(Array.from({ length: 999 }, (_, i) => [`${i}`, "x"])));
    const long = Buffer.concat([bytes, Buffer.alloc(100_000, "x")]);
    for (let index = 1; index < 1000; index++) {
      long.writeUInt32LE(100_000, 28 + 8000 + 8 * index);
      long.writeUInt32LE(bytes.length, 28 + 8000 + 8 * index + 4);
    }
    expect(() => parseCatalogue(long, "a.mo")).toThrow(/strings overlap/);
  });
});

test("a file that is missing is named", async () => {
  const path = join(scratchFolder(), "de.po");
  await expect(readCatalogue(path)).rejects.toThrow(`${path}: no such file`);
});
