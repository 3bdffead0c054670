import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { readLines, splitLines } from "../../src/corpus/read-lines.ts";
import { collect, scratchFolder } from "./scratch-folder.ts";

const texts = async (chunks: Iterable<Uint8Array>) =>
  (await collect(splitLines(chunks, "text"))).map(({ text }) => text);

describe("splitLines", () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n\ufeff]/gu, ""));

  test.prop([fc.array(line), fc.array(fc.nat(200)), fc.boolean()])(
    "gives the same lines however the bytes are cut",
    async (lines, cuts, windows) => {
      const bytes = Buffer.from(lines.map((text) => text + (windows ? "\r\n" : "\n")).join(""));
      const ends = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
      const chunks = [...ends, bytes.length].map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
      expect(await texts(chunks)).toEqual(lines);
    },
  );

  test("numbers lines from 1 across chunks and drops a byte order mark at the start only", async () => {
    const chunks = ["\ufeffeins\nzw", "ei\n\ufeffdrei"].map((text) => Buffer.from(text));
    expect(await collect(splitLines(chunks, "text"))).toEqual([
      { number: 1, text: "eins" },
      { number: 2, text: "zwei" },
      { number: 3, text: "\ufeffdrei" },
    ]);
  });

  test("an empty file has no lines, an empty line is one", async () => {
    expect(await texts([])).toEqual([]);
    expect(await texts([Buffer.from("\n")])).toEqual([""]);
    expect(await texts([Buffer.from("a\n\nb\n")])).toEqual(["a", "", "b"]);
  });

  test.each([
    ["a\rb\rc\r", 1],
    ["one\ntwo\r\nthr\ree\n", 3],
    ["one\r\r\n", 1],
  ])("refuses a carriage return alone: %j, line %d", async (text, line) => {
    await expect(texts([Buffer.from(text)])).rejects.toThrow(
      `text:${line}: expected lines that end with LF or CRLF, got a carriage return alone`,
    );
  });

  test("names the line with invalid UTF-8", async () => {
    const latin1 = Buffer.from("Käse\n", "latin1");
    await expect(texts([Buffer.from("one\ntwo\n"), latin1])).rejects.toThrow(
      "text:3: expected UTF-8 text, got invalid bytes",
    );
    await expect(texts([Buffer.from([0x61, 0x0a, 0xc3])])).rejects.toThrow("text:2: ");
  });

  test("refuses a line over 16 MiB instead of filling the memory", async () => {
    const chunk = new Uint8Array(1 << 22).fill(0x61);
    await expect(texts([Buffer.from("a\n"), ...Array(5).fill(chunk)])).rejects.toThrow(
      "text:2: expected a line of at most 16 MiB",
    );
  });
});

describe("readLines", () => {
  test("reads gzip", async () => {
    const folder = scratchFolder({ "a.txt.gz": gzipSync("eins\nzwei\n") });
    const lines = await collect(readLines(join(folder, "a.txt.gz")));
    expect(lines.map(({ text }) => text)).toEqual(["eins", "zwei"]);
  });

  test.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, 40)],
    ["no gzip at all", () => Buffer.from("eins\nzwei\n")],
    ["changed inside", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -8), Buffer.alloc(8)])],
  ])("names a .gz file that is %s", async (_, damage) => {
    const text = Array.from({ length: 99 }, (__, line) => `${line * 7919}\n`).join("");
    const path = join(scratchFolder({ "a.tsv.gz": damage(gzipSync(text)) }), "a.tsv.gz");
    await expect(collect(readLines(path))).rejects.toThrow(`${path}: cannot be read (`);
  });

  test("says what is wrong with a file that is missing, damaged, or a folder", async () => {
    const folder = scratchFolder({ "a.gz": gzipSync("eins\n".repeat(99)).subarray(0, 20) });
    await expect(collect(readLines(join(folder, "none")))).rejects.toThrow(/none: no such file$/);
    await expect(collect(readLines(folder))).rejects.toThrow(
      /: expected a file, got something else$/,
    );
    await expect(collect(readLines(join(folder, "a.gz")))).rejects.toThrow(/a\.gz: cannot be read/);
  });
});
