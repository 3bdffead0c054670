import { describe, expect, test, vi } from "vitest";
import { type FileTranslator, formatOfFile, memoryKey, translateFile } from "../src/index.ts";
import { echo, echoTranslator } from "./echo-translator.ts";

const json = '{ "a": "One", "b": "Two", "c": "One" }';

describe("translateFile", () => {
  test("a text that stands twice is translated once", async () => {
    const translate = vi.fn(echoTranslator.translate);
    const onProgress = vi.fn();
    const { text } = await translateFile(json, {
      format: "json",
      translator: { translate },
      onProgress,
    });
    expect(translate.mock.calls.flatMap(([texts]) => texts)).toEqual(["One", "Two"]);
    expect(text).toBe('{ "a": "Ä One ß", "b": "Ä Two ß", "c": "Ä One ß" }');
    expect(onProgress.mock.calls).toEqual([
      [{ texts: 2, finishedTexts: 0 }],
      [{ texts: 2, finishedTexts: 2 }],
    ]);
  });

  test("what people translated holds before a model: an earlier file, then a memory", async () => {
    const translate = vi.fn(echoTranslator.translate);
    const { text, outcomes } = await translateFile(json, {
      format: "json",
      translator: { translate },
      existing: '{ "a": "Eins", "b": "Two", "d": "Alt" }',
      memory: new Map([[memoryKey("  One\n"), "Einmal"]]),
    });
    expect(text).toBe('{ "a": "Eins", "b": "Ä Two ß", "c": "Einmal" }');
    expect(outcomes.map(({ kind }) => kind)).toEqual(["existing", "machine", "memory"]);
    expect(translate.mock.calls.flatMap(([texts]) => texts)).toEqual(["Two"]);
  });

  test("anew: translations of the file are made again, and stay where none is reliable", async () => {
    const po = 'msgid "One"\nmsgstr "Eins"\n\nmsgid "Open %s"\nmsgstr "%s öffnen"\n';
    const translator = translatorTo("Ä One ß");
    const options = { format: "gettext", translator } as const;
    expect((await translateFile(po, options)).text).toBe(po);
    const { text, outcomes } = await translateFile(po, { ...options, isAnew: true });
    expect(text).toContain(
      '#, fuzzy\nmsgid "One"\nmsgstr "Ä One ß"\n\nmsgid "Open %s"\nmsgstr "%s öffnen"',
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(["machine", "untranslated"]);
  });

  test("an earlier run's translations are not made again, and new ones are told of", async () => {
    const translate = vi.fn(echoTranslator.translate);
    const onTranslated = vi.fn();
    const known = new Map([["One", { ...echo("One"), text: "Eins" }]]);
    const options = { format: "json", translator: { translate }, known, onTranslated } as const;
    expect((await translateFile(json, options)).text).toBe(
      '{ "a": "Eins", "b": "Ä Two ß", "c": "Eins" }',
    );
    expect(onTranslated.mock.calls).toEqual([[new Map([["Two", echo("Two")]])]]);
  });

  test.each<{ name: string; source: string; target: string; reason: string }>([
    {
      name: "lacks a placeholder",
      source: "Open %s",
      target: "Öffnen",
      reason: "placeholder missing: %s",
    },
    { name: "has one more", source: "Open", target: "%d öffnen", reason: "placeholder added: %d" },
    {
      name: "lacks a tag",
      source: "An <b>item</b>",
      target: "Ein Ding",
      reason: "tag missing: <b>",
    },
  ])("a text stays whose translation $name", async ({ source, target, reason }) => {
    const translator = translatorTo(target);
    const file = JSON.stringify([source]);
    const { text, outcomes } = await translateFile(file, { format: "json", translator });
    expect(text).toBe(file);
    expect(outcomes[0]?.kind).toBe("untranslated");
    expect(outcomes[0]?.reasons).toContain(reason);
  });

  test("a text stays whose translation would be something else in the file", async () => {
    const file = "# Title\n\nA paragraph.\n";
    const translate: FileTranslator["translate"] = async (texts) =>
      texts.map((text) => ({ ...echo(text), text: text === "Title" ? "Titel" : "- ein Punkt" }));
    const { text, outcomes } = await translateFile(file, {
      format: "markdown",
      translator: { translate },
    });
    expect(text).toContain("A paragraph.");
    expect(outcomes.at(-1)?.reasons).toEqual(["cannot be written here"]);
  });

  test("faults of the translator are the reasons", async () => {
    const translate: FileTranslator["translate"] = async (texts) =>
      texts.map((text) => ({ ...echo(text), isReliable: false, pieces: [{ faults: ["loop"] }] }));
    const { outcomes } = await translateFile(json, { format: "json", translator: { translate } });
    expect(outcomes[0]?.reasons).toEqual(["loop"]);
  });

  test("stops by its signal between batches", async () => {
    const stop = new AbortController();
    const file = JSON.stringify(Array.from({ length: 500 }, (_, i) => `text ${i}`));
    const translate = vi.fn(echoTranslator.translate);
    const options = { format: "json", translator: { translate }, signal: stop.signal } as const;
    const run = translateFile(file, {
      ...options,
      onTranslated: () => stop.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
    expect(translate).toHaveBeenCalledTimes(1);
  });

  test("a format is told by its file's name", () => {
    expect(formatOfFile("dir/Messages_DE.PO")?.name).toBe("gettext");
    expect(formatOfFile("app_en.arb")?.name).toBe("arb");
    expect(formatOfFile("README")).toBeUndefined();
  });

  test("a format that there is not is refused by name", async () => {
    const format = JSON.parse('"word"');
    await expect(translateFile("", { format, translator: echoTranslator })).rejects.toThrow(
      "format must be one of gettext, xliff,",
    );
  });
});

function translatorTo(target: string): FileTranslator {
  return { translate: async (texts) => texts.map((text) => ({ ...echo(text), text: target })) };
}
