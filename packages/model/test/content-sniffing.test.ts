import { describe, expect, test } from "vitest";
import { MalformedFileError, readModel, readSafetensors, sniffContent } from "../src/index.ts";
import { rawFile } from "./header-bytes.ts";

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const pointer = utf8("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 2037236\n");
// As `gzip -n` writes it: read as a header length, bytes 0 to 7 are 559,903, which a larger file has room for.
const gzip = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
const longGzip = new Uint8Array(600_000);
longGzip.set(gzip);

const foreign: [string, Uint8Array, string][] = [
  ["an HTML page", utf8("<!DOCTYPE html>\n<title>404</title>"), "an HTML page: the server"],
  ["an HTML page after a line break", utf8("\r\n  <html lang=de>"), "an HTML page"],
  ["a page with a byte order mark", utf8("\ufeff<!doctype html>"), "an HTML page"],
  ["a page of a few bytes", utf8("<html>"), "an HTML page"],
  ["an error of an object store", utf8('<?xml version="1.0"?><Error/>'), "an XML or HTML page"],
  ["gzip data", gzip, "gzip data: decompress it"],
  ["long gzip data", longGzip, "gzip data"],
  ["zstd data", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 4, 0, 1, 0, 0), "zstd data"],
  ["a zip archive", Uint8Array.of(0x50, 0x4b, 3, 4, 10, 0, 0, 0, 0), "a zip archive"],
  ["a Git LFS pointer", pointer, "a Git LFS pointer: fetch the file itself (git lfs pull)"],
  ["a tokenizer", utf8('{"version":"1.0"}'), "JSON text"],
  ["a message", utf8("404: Nicht gefunden 🙂".repeat(50)), 'text that begins "404: Nicht'],
  ["nothing", new Uint8Array(0), "an empty file"],
];

describe("what a model file is not", () => {
  test.each(foreign)("%s is said by name", (_, bytes, name) => {
    expect(sniffContent(bytes)).toContain(name);
    for (const read of [readModel, readSafetensors]) {
      expect(() => read(bytes)).toThrow(MalformedFileError);
      expect(() => read(bytes)).toThrow(`must be a safetensors file, got ${name}`);
    }
  });

  test("a file whose header length looks like text is read", () => {
    // 60 bytes of header: the file begins with "<".
    const file = rawFile("{}".padEnd(60));
    expect(String.fromCharCode(file[0])).toBe("<");
    expect(readSafetensors(file).tensors.size).toBe(0);
  });

  test("other bytes keep the fault that was found", () => {
    expect(sniffContent(Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0))).toBeUndefined();
    expect(sniffContent(Uint8Array.of(0xff, 0xfe, 0x41))).toBeUndefined();
    expect(() => readSafetensors(new Uint8Array(8).fill(255))).toThrow("header length");
  });
});

test("buffers and any view of them are read as bytes", () => {
  const file = rawFile("{}".padEnd(64));
  const { buffer } = new Uint8Array(file);
  const shifted = new Uint8Array(file.length + 8);
  shifted.set(file, 8);
  const shared = new SharedArrayBuffer(file.length);
  new Uint8Array(shared).set(file);
  const views = [
    buffer,
    shared,
    new DataView(shifted.buffer, 8),
    new Int8Array(buffer),
    new Float64Array(buffer),
  ];
  for (const view of views) expect(readSafetensors(view).tensors.size).toBe(0);
});

test.each([undefined, null, "file", 3, [1, 2], {}])("%o is no bytes", (value) => {
  // @ts-expect-error: the argument is wrong on purpose
  expect(() => readModel(value)).toThrow(TypeError);
});
