import { describe, expect, test } from "vitest";
import {
  decodeFile,
  isTranslated,
  MalformedCatalogueError,
  readCatalogue,
  translateFile,
} from "../src/index.ts";
import { echo, echoTranslator } from "./echo-translator.ts";
import { formatCases } from "./format-cases.ts";

const variants = [
  { name: "as it is", change: (text: string) => text },
  { name: "with CRLF", change: (text: string) => text.replaceAll("\n", "\r\n") },
  { name: "with a byte order mark", change: (text: string) => `\uFEFF${text}` },
  { name: "without a last line end", change: (text: string) => text.replace(/\n$/, "") },
];

describe.each(formatCases)(
  "$format",
  ({ format, text: original, open, stays, malformed, needsContent }) => {
    describe.each(variants)("$name", ({ change }) => {
      const text = change(original);
      const isWindows = text.includes("\r\n");
      const catalogue = readCatalogue(text, format);
      const openEntries = catalogue.entries.filter(
        (entry) => entry.locked === undefined && !isTranslated(entry) && entry.sources[0] !== "",
      );

      test("finds the texts that are to be translated", () => {
        expect(openEntries.flatMap(({ sources }) => sources)).toEqual(open);
      });

      test("is the same to the last byte without a translation", async () => {
        expect(catalogue.write(new Map())).toBe(text);
        const unreliable = {
          translate: async (texts: readonly string[]) =>
            texts.map((source) => ({ ...echo(source), isReliable: false })),
        };
        const { text: written, outcomes } = await translateFile(text, {
          format,
          translator: unreliable,
        });
        expect(written).toBe(text);
        expect(outcomes.filter(({ kind }) => kind === "untranslated").length).toBeGreaterThan(0);
      });

      test("has its translations when it is read again, and all else as it was", async () => {
        const { text: written, outcomes } = await translateFile(text, {
          format,
          translator: echoTranslator,
        });
        const failed = outcomes.filter(({ kind }) => kind === "untranslated");
        expect(failed.map(({ entry, reasons }) => [entry.id, reasons])).toEqual([]);
        const again = readCatalogue(written, format).entries;
        expect(again.map(({ id }) => id)).toEqual(catalogue.entries.map(({ id }) => id));
        const texts = again.flatMap(({ targets, sources }) =>
          targets.length > 0 ? targets : sources,
        );
        for (const source of open) {
          expect(texts.map(inOneLine)).toContain(inOneLine(echo(source).text));
        }
        const lines = written.split(/\r?\n/);
        for (const line of stays)
          expect(lines.map((one) => one.replace(/^\uFEFF/, ""))).toContain(line);
        expect(/\r/.test(written)).toBe(isWindows);
        if (isWindows) expect(written.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      });

      test("names the line of an entry", () => {
        for (const { line } of openEntries) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(text.split("\n").length);
        }
      });
    });

    test("keeps what characters a text has", async () => {
      const odd = "e\u0301 😀 \u200Fא & < > \" ' \\ ~ …";
      const translator = {
        translate: async (texts: readonly string[]) =>
          texts.map((source) => ({ ...echo(source), text: `${odd} ${source}` })),
      };
      const { text, outcomes } = await translateFile(original, { format, translator });
      const written = outcomes.filter(({ kind }) => kind === "machine");
      const again = readCatalogue(text, format).entries;
      for (const { entry, targets } of written) {
        const found = again.find(({ id }) => id === entry.id);
        const texts = found?.targets.length === 0 ? found.sources : found?.targets;
        expect(texts?.map(inOneLine)).toEqual(targets.map(inOneLine));
      }
      expect(
        written.length + outcomes.filter(({ kind }) => kind === "untranslated").length,
      ).toBeGreaterThan(0);
    });

    test("an empty file has no entries, or is none of the format", () => {
      if (needsContent) expect(() => readCatalogue("", format)).toThrow(MalformedCatalogueError);
      else expect(readCatalogue("", format).entries).toEqual([]);
    });

    test.runIf(malformed)("a malformed file is refused with its line", () => {
      const line = malformed?.line;
      const read = () => readCatalogue(malformed?.text ?? "", format);
      expect(read).toThrow(MalformedCatalogueError);
      expect(read).toThrow(expect.objectContaining({ line }));
      expect(read).toThrow(`line ${line}: `);
    });
  },
);

function inOneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/(<\/?[a-z]+)\d+/g, "$1")
    .trim();
}

test("bytes are UTF-8, or what a PO file's header says", () => {
  const latin = new Uint8Array([
    ...new TextEncoder().encode('msgid ""\nmsgstr "charset=ISO-8859-1"\n'),
    0xe4,
  ]);
  expect(decodeFile(latin, "gettext")).toBe('msgid ""\nmsgstr "charset=UTF-8"\nä');
  expect(() => decodeFile(new Uint8Array([97, 10, 0xe4, 10]), "json")).toThrow(
    "line 2: the line is not valid UTF-8",
  );
  expect(decodeFile(new Uint8Array([97, 61, 0xe4]), "properties")).toBe("a=\\u00e4");
  expect(decodeFile(new TextEncoder().encode("\uFEFFa"), "text")).toBe("\uFEFFa");
});
