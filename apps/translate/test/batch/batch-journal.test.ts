import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BatchJournal } from "../../src/batch/batch-journal.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const { path: folder } = temporaryFolder();
let number = 0;
const newOutput = (): string => join(folder, `out-${number++}.txt`);

async function* linesOf(...lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function restOf(journal: BatchJournal, ...lines: readonly string[]): Promise<string[]> {
  const rest: string[] = [];
  for await (const line of journal.remaining(linesOf(...lines))) rest.push(line);
  return rest;
}

const chunk = (...sources: readonly string[]) => ({
  sources,
  translations: sources.map((line) => line.toUpperCase()),
  unreliable: sources.includes("bad") ? 1 : 0,
});

describe("a journal", () => {
  test("puts the output in its place when it is complete, and leaves nothing beside it", async () => {
    const output = newOutput();
    const journal = await BatchJournal.open(output, "settings");
    expect(await restOf(journal, "a", "", "bad")).toEqual(["a", "", "bad"]);
    await journal.add(chunk("a", ""));
    await journal.add(chunk("bad"));
    expect(existsSync(output)).toBe(false);
    await journal.commit();
    expect(readFileSync(output, "utf8")).toBe("A\n\nBAD\n");
    expect([journal.lines, journal.unreliable]).toEqual([3, 1]);
    expect(existsSync(`${output}.part`) || existsSync(`${output}.journal`)).toBe(false);
  });

  test("goes on where it was, whatever was written after its last entry", async () => {
    const output = newOutput();
    const first = await BatchJournal.open(output, "settings");
    await first.add(chunk("ä", "bad"));
    await first.close();
    appendFileSync(`${output}.part`, "half a li");
    const second = await BatchJournal.open(output, "settings");
    expect([second.lines, second.unreliable]).toEqual([2, 1]);
    expect(await restOf(second, "ä", "bad", "c")).toEqual(["c"]);
    await second.add(chunk("c"));
    await second.commit();
    expect(readFileSync(output, "utf8")).toBe("Ä\nBAD\nC\n");
  });

  test("of a run that ended before its first entry begins anew", async () => {
    const output = newOutput();
    await (await BatchJournal.open(output, "settings")).close();
    writeFileSync(`${output}.part`, "rest");
    const journal = await BatchJournal.open(output, "other settings");
    await journal.add(chunk("a"));
    await journal.commit();
    expect(readFileSync(output, "utf8")).toBe("A\n");
  });

  test("refuses other lines, fewer lines and other settings", async () => {
    const output = newOutput();
    const first = await BatchJournal.open(output, "settings");
    await first.add(chunk("a", "b"));
    await first.close();
    const again = await BatchJournal.open(output, "settings");
    await expect(restOf(again, "a", "c", "d")).rejects.toThrow(/begun with other lines/);
    await expect(restOf(again, "a")).rejects.toThrow(/begun with other lines/);
    expect(await restOf(again, "a", "b")).toEqual([]);
    await again.close();
    await expect(BatchJournal.open(output, "other")).rejects.toThrow(/another model or beam/);
    writeFileSync(`${output}.journal`, "{}");
    await expect(BatchJournal.open(output, "settings")).rejects.toThrow(/is no journal/);
  });

  test("says what cannot be written", async () => {
    const output = join(folder, "absent", "out.txt");
    await expect(BatchJournal.open(output, "s")).rejects.toThrow(/--output .*: ENOENT/);
  });
});
