import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de-w1a1";
import { loadTranslator } from "@bnnkit/runtime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DistillOptions, distillCorpus } from "../../src/distill/distill-corpus.ts";
import { toyPairs } from "../toy-text.ts";

let folder: string;
const path = (...names: string[]): string => join(folder, ...names);
const textOf = (...names: string[]): Promise<string> => readFile(path(...names), "utf8");

/** 100 sentences, and 200 more that begin otherwise: two chunks of 256, the second one short. */
const pairs = ["", "Today ", "Perhaps "].flatMap((start) =>
  toyPairs().map(([source, target]) => [`${start}${source}`, target]),
);
const options = (out: string, changes: Partial<DistillOptions> = {}): DistillOptions => ({
  data: path("corpus"),
  out: path(out),
  model: fileURLToPath(modelUrl),
  tokenizer: fileURLToPath(tokenizerUrl),
  beamSize: 1,
  workers: 2,
  ...changes,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-distill-"));
  await mkdir(path("corpus"));
  const repeated = [pairs[0][0], "Ein anderer Satz."];
  const rows = [...pairs, repeated].map((pair) => `${pair.join("\t")}\n`);
  await writeFile(path("corpus", "train.tsv"), rows.join(""));
  await writeFile(path("corpus", "toy-val.tsv"), "A house.\tEin Haus.\n");
  await writeFile(path("corpus", "provenance.json"), '{"seed":7,"outputs":[]}');
});
afterAll(() => rm(folder, { recursive: true }));

describe("distillCorpus", () => {
  test("adds what the teacher says beside the translations that were there", async () => {
    const { sentences, added } = await distillCorpus(options("full"));
    expect(sentences).toBe(pairs.length);
    expect(added).toBeGreaterThan(pairs.length / 2);
    const lines = (await textOf("full", "train.tsv")).trimEnd().split("\n");
    expect(lines).toHaveLength(pairs.length);
    using teacher = await loadTranslator(
      await readFile(modelUrl),
      await readFile(tokenizerUrl, "utf8"),
    );
    const { text } = await teacher.translate(pairs[0][0]);
    expect(lines[0].split("\t")).toEqual([...pairs[0], "Ein anderer Satz.", text]);
  });

  test("copies held-out text, names the teacher in the provenance and leaves nothing else", async () => {
    expect((await readdir(path("full"))).sort()).toEqual([
      "provenance.json",
      "toy-val.tsv",
      "train.tsv",
    ]);
    expect(await textOf("full", "toy-val.tsv")).toBe("A house.\tEin Haus.\n");
    const { seed, teacher, outputs } = JSON.parse(await textOf("full", "provenance.json"));
    expect(seed).toBe(7);
    expect(teacher).toMatchObject({ file: "model.safetensors", beamSize: 1 });
    expect(outputs).toMatchObject([{ file: "train.tsv", lines: 300 }, { file: "toy-val.tsv" }]);
  });

  test("gives the same file after a stop, a kill in the midst of writing, and with one worker", async () => {
    const control = new AbortController();
    const onProgress = (finished: number): void => {
      if (finished > 0) control.abort();
    };
    const stopped = options("resumed", { workers: 1, signal: control.signal, onProgress });
    await expect(distillCorpus(stopped)).rejects.toThrow(/abort/);
    const [journal] = await readdir(path("resumed"));
    const whole = await textOf("resumed", journal);
    expect(whole.trimEnd().split("\n")).toHaveLength(256);
    await writeFile(path("resumed", journal), `${whole}"half a li`);
    const seen: number[] = [];
    await distillCorpus({
      ...options("resumed", { workers: 1 }),
      onProgress: (finished) => seen.push(finished),
    });
    expect(seen).toEqual([256, 300]);
    expect(await textOf("resumed", "train.tsv")).toBe(await textOf("full", "train.tsv"));
  });

  test("a journal that is complete needs no teacher's work again", async () => {
    const control = new AbortController();
    const onProgress = (finished: number): void => {
      if (finished === 300) control.abort();
    };
    const stopped = options("complete", { signal: control.signal, onProgress });
    await expect(distillCorpus(stopped)).rejects.toThrow(/abort/);
    const seen: number[] = [];
    await distillCorpus({
      ...options("complete", {}),
      onProgress: (finished) => seen.push(finished),
    });
    expect(seen).toEqual([300]);
    expect(await textOf("complete", "train.tsv")).toBe(await textOf("full", "train.tsv"));
  });

  test("refuses a folder with held-out text that the corpus has not", async () => {
    await mkdir(path("stale"));
    await writeFile(path("stale", "other-test.tsv"), "A house.\tEin Haus.\n");
    await expect(distillCorpus(options("stale"))).rejects.toThrow(
      /stale: holds other-test\.tsv of another corpus/,
    );
  });

  test("refuses its own input as its output, no text, and a teacher that is not there or none", async () => {
    await expect(distillCorpus(options("corpus"))).rejects.toThrow(/must be another folder/);
    await expect(distillCorpus(options("x", { data: path("none") }))).rejects.toThrow(/train\.tsv/);
    await expect(distillCorpus(options("x", { model: path("none") }))).rejects.toThrow(/none: can/);
    await mkdir(path("damaged"));
    await writeFile(path("damaged", "train.tsv"), "A house.\tEin Haus.\n");
    await writeFile(path("damaged", "provenance.json"), "{");
    const damaged = options("x", { data: path("damaged") });
    await expect(distillCorpus(damaged)).rejects.toThrow(
      /provenance\.json: cannot be read as JSON/,
    );
    const noModel = options("x", { model: path("corpus", "train.tsv") });
    await expect(distillCorpus(noModel)).rejects.toThrow(/safetensors|header|file/);
  });
});
