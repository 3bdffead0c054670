import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAttribution } from "../../src/export/attribution.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-attribution-"));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (text: string): Promise<void> => writeFile(join(folder, "provenance.json"), text);
const read = (): ReturnType<typeof readAttribution> => readAttribution(join(folder, "train.tsv"));

describe("readAttribution", () => {
  test("names each maker of training text once, and no other", async () => {
    const sources = [
      { split: "train", licence: "CC-BY 2.0 FR", attribution: "A" },
      { split: "test", licence: "secret", attribution: "B" },
      { licence: "MPL-2.0", attribution: "C" },
      { licence: "MPL-2.0", attribution: "C" },
    ];
    await write(JSON.stringify({ sources }));
    expect(await read()).toEqual({
      licence: "CC-BY 2.0 FR; MPL-2.0",
      source: "trained on text of A: CC-BY 2.0 FR; C: MPL-2.0",
    });
  });

  test("is undefined without a record, or with one that says nothing", async () => {
    expect(await read()).toBeUndefined();
    for (const text of ["{", "null", "{}", '{"sources":[{}]}']) {
      await write(text);
      expect(await read()).toBeUndefined();
    }
  });
});
