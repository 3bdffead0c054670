import { expect, test } from "vitest";
import { batchLines } from "../src/batch-lines.ts";
import { UsageError } from "../src/exit-code.ts";
import { readLines } from "../src/read-lines.ts";

/** Cuts the bytes into chunks of `size`, so that line ends and characters are split anywhere. */
async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function linesOf(text: string | Uint8Array, size: number): Promise<string[]> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const lines: string[] = [];
  for await (const line of readLines(chunks(bytes, size), "input")) lines.push(line);
  return lines;
}

test.each([1, 2, 3, 5, 7, 1000])("lines are the same in chunks of %i bytes", async (size) => {
  expect(await linesOf("eins\r\nzwei ä 🙂\n\nvier", size)).toEqual([
    "eins",
    "zwei ä 🙂",
    "",
    "vier",
  ]);
  expect(await linesOf("ein Ende\n", size)).toEqual(["ein Ende"]);
  expect(await linesOf("\n\n", size)).toEqual(["", ""]);
  expect(await linesOf("", size)).toEqual([]);
});

test("a byte order mark is no text", async () => {
  expect(await linesOf("\uFEFFeins\n\uFEFFzwei", 4)).toEqual(["eins", "\uFEFFzwei"]);
});

test("invalid UTF-8 names its line", async () => {
  const bytes = Uint8Array.of(0x61, 10, 0x62, 10, 0xc3, 0x28, 10);
  await expect(linesOf(bytes, 3)).rejects.toThrow(
    new UsageError("input:3: the line is not valid UTF-8"),
  );
});

test("batches keep order, and end at the line or the character limit", async () => {
  async function* lines() {
    yield* ["a", "bb", "ccc", "dddd", "e"];
  }
  const batches: string[][] = [];
  for await (const batch of batchLines(lines(), 3, 5)) batches.push(batch);
  expect(batches).toEqual([
    ["a", "bb", "ccc"],
    ["dddd", "e"],
  ]);
});
