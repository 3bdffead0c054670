import { createKernels } from "@bnnkit/kernels";
import { writeModel } from "@bnnkit/model";
import { afterEach, describe, expect, test, vi } from "vitest";
import { digestTokenizer } from "../src/text/index.ts";
import { loadTranslator } from "../src/translate/load-translator.ts";
import { tinyModel } from "./tiny-model.ts";
import { tinyTokenizer } from "./tiny-tokenizer.ts";

const json = JSON.stringify(tinyTokenizer());
const vocabularySize = 3 + 256 + 7;

async function modelBytes(tokenizerSha256?: string): Promise<Uint8Array> {
  const digest = tokenizerSha256 ?? (await digestTokenizer(json));
  return writeModel(tinyModel({ vocabularySize, tokenizerSha256: digest }));
}

afterEach(() => vi.unstubAllGlobals());

describe("loadTranslator", () => {
  test("a model and its tokenizer", async () => {
    using translator = await loadTranslator(await modelBytes(), json);
    expect(translator.tokenizer.vocabularySize).toBe(vocabularySize);
    expect(translator.session.description.name).toBe("tiny");
    expect(translator.explain()).toEqual([]);
    expect(translator.statistics.sentences).toBe(0);
  });

  test("files in any form, the text of a tokenizer too", async () => {
    const model = await modelBytes();
    const dataUrl = `data:application/json,${encodeURIComponent(json)}`;
    const pairs = [
      [new Uint8Array(model).buffer, new TextEncoder().encode(json).buffer],
      [Promise.resolve(new Response(new Uint8Array(model))), Promise.resolve(new Response(json))],
      [new Blob([new Uint8Array(model)]), new Blob([json])],
      [new DataView(new Uint8Array(model).buffer), new URL(dataUrl)],
      [model, dataUrl],
      [model, Promise.resolve(json)],
      [model, Promise.resolve(tinyTokenizer())],
    ] as const;
    for (const [modelFile, tokenizerFile] of pairs) {
      using translator = await loadTranslator(modelFile, tokenizerFile);
      expect(translator.tokenizer.vocabularySize).toBe(vocabularySize);
    }
  });

  test("says what came in place of a file", async () => {
    const page = "<!doctype html><title>App</title>";
    const gzip = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
    const model = await modelBytes();
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n";
    const missing = new Response(page, { status: 404 });
    await expect(loadTranslator(new Response(page), json)).rejects.toThrow("an HTML page");
    await expect(loadTranslator(gzip, json)).rejects.toThrow("gzip data");
    await expect(loadTranslator(missing, json)).rejects.toThrow("model: the server answered");
    await expect(loadTranslator(model, new Response(page))).rejects.toThrow("an HTML page");
    await expect(loadTranslator(model, page)).rejects.toThrow("an HTML page");
    await expect(loadTranslator(model, gzip)).rejects.toThrow("gzip data");
    await expect(loadTranslator(model, new Blob([pointer]))).rejects.toThrow("a Git LFS pointer");
    await expect(loadTranslator(model, pointer)).rejects.toThrow("a Git LFS pointer");
    await expect(loadTranslator(model, "")).rejects.toThrow("must be JSON text");
  });

  test("threads change who computes, not what", async () => {
    const texts = ["a house", "the sea, the sea"];
    const translations = await Promise.all(
      [1, 3].map(async (threads) => {
        using translator = await loadTranslator(await modelBytes(), json, { threads });
        const translated = await translator.translate(texts);
        expect(translator.explain()[0].reason.includes("3 threads")).toBe(threads === 3);
        return translated;
      }),
    );
    expect(translations[1]).toEqual(translations[0]);
  });

  test("another tokenizer of the same size", async () => {
    const other = JSON.stringify({ ...tinyTokenizer(), version: "2.0" });
    await expect(loadTranslator(await modelBytes(), other)).rejects.toThrow(
      /SHA-256 .* must equal/,
    );
    using translator = await loadTranslator(await modelBytes(), other, {
      checkTokenizer: "vocabulary",
    });
    expect(translator.tokenizer.vocabularySize).toBe(vocabularySize);
  });

  test("an object has no digest, but a size", async () => {
    using translator = await loadTranslator(await modelBytes(), tinyTokenizer());
    expect(translator.tokenizer.vocabularySize).toBe(vocabularySize);
    const smaller = tinyTokenizer([["a", "b"]]);
    await expect(loadTranslator(await modelBytes(), smaller)).rejects.toThrow(
      `vocabulary size (${3 + 256 + 1}) must equal the model's (${vocabularySize})`,
    );
  });

  test("a page without crypto.subtle says what to do", async () => {
    const bytes = await modelBytes();
    vi.stubGlobal("crypto", {});
    await expect(loadTranslator(bytes, json)).rejects.toThrow('checkTokenizer: "vocabulary"');
    using translator = await loadTranslator(bytes, json, { checkTokenizer: "vocabulary" });
    expect(translator.tokenizer.vocabularySize).toBe(vocabularySize);
  });

  test.each([
    ["an empty file", () => new Uint8Array(0)],
    ["a truncated file", (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1)],
    [
      "a flipped bit",
      (bytes: Uint8Array) => bytes.map((b, i) => (i === bytes.length - 9 ? b ^ 4 : b)),
    ],
    ["a hostile header length", (bytes: Uint8Array) => bytes.map((b, i) => (i < 8 ? 255 : b))],
  ])("refuses %s", async (_, damage) => {
    await expect(loadTranslator(damage(await modelBytes()), json)).rejects.toThrow(RangeError);
  });

  test("refuses what is no tokenizer", async () => {
    await expect(loadTranslator(await modelBytes(), "{}")).rejects.toThrow(TypeError);
    await expect(loadTranslator(await modelBytes(), "no JSON")).rejects.toThrow(TypeError);
  });

  test.each([
    [{ checkTokenizer: "SHA256" }, 'checkTokenizer must be "sha256" or "vocabulary", got SHA256'],
    [{ locale: "not a locale" }, "locale must be a BCP 47 tag, got not a locale"],
  ])("refuses %o", async (options, message) => {
    // @ts-expect-error: the option is wrong on purpose
    await expect(loadTranslator(await modelBytes(), json, options)).rejects.toThrow(
      `loadTranslator: ${message}`,
    );
  });

  test.each([{ threads: 2 }, { workerUrl: "worker.js" }])(
    "refuses %o beside kernels, which have theirs",
    async (option) => {
      using kernels = await createKernels();
      await expect(
        loadTranslator(await modelBytes(), json, { kernels, ...option }),
      ).rejects.toThrow(`give kernels or ${Object.keys(option)[0]}, not both`);
    },
  );

  test("refuses a workerUrl that is none", async () => {
    await expect(
      // @ts-expect-error: the option is wrong on purpose
      loadTranslator(await modelBytes(), json, { workerUrl: 7 }),
    ).rejects.toThrow(
      "createKernels: workerUrl must be a string, a URL or a TrustedScriptURL, got 7",
    );
  });

  test("stops when the signal was aborted", async () => {
    const signal = AbortSignal.abort(new Error("never mind"));
    await expect(loadTranslator(await modelBytes(), json, { signal })).rejects.toThrow(
      "never mind",
    );
  });

  test("kernels that are given stay the caller's, own ones go with the translator", async () => {
    using kernels = await createKernels();
    const before = kernels.mark();
    const translator = await loadTranslator(await modelBytes(), json, { kernels });
    expect(kernels.mark()).toBeGreaterThan(before);
    translator.dispose();
    translator.dispose();
    translator[Symbol.dispose]();
    expect(kernels.mark()).toBe(before);
    const own = await loadTranslator(await modelBytes(), json);
    own.dispose();
    await expect(own.translate("hello")).rejects.toThrow("disposed");
  });
});
