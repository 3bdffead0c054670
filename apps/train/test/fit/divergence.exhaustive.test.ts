import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCheckpoint } from "@bnnkit/training-backend/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, runCommand } from "../command-line.ts";
import { writeToyText } from "../toy-text.ts";

let folder: string;
let settings: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-divergence-"));
  await writeToyText(folder);
  const train = join(folder, "train.tsv");
  const tokenizer = join(folder, "tokenizer.json");
  await runCommand(["tokenizer", "--data", train, "--out", tokenizer, "--vocabulary-size", "320"]);
  const config = join(folder, "config.json");
  const model = { features: 32, heads: 2, feedForwardFeatures: 64 };
  const layers = { encoderLayers: 1, decoderLayers: 1 };
  await writeFile(config, JSON.stringify({ model: { ...model, ...layers } }));
  settings = ["--data", folder, "--tokenizer", tokenizer, "--config", config];
  settings.push("--steps", "24", "--binarize-at", "4", "--warmup", "2", "--tail", "4");
  settings.push("--batch-tokens", "128", "--evaluate-every", "8", "--translate-sentences", "3");
});
afterAll(() => rm(folder, { recursive: true }));

const fit = (name: string, ...args: string[]): Promise<CommandResult> =>
  runCommand(["fit", "--out", join(folder, name), ...args]);
const filesOf = async (name: string): Promise<string[]> =>
  (await readdir(join(folder, name), { recursive: true }))
    .map((file) => file.replace(/-[\da-f]{8}\./, "."))
    .sort();
const stepOf = async (name: string): Promise<unknown> =>
  loadCheckpoint(join(folder, name, "run.checkpoint")).then((state) => Object(state).step);

describe("a run with a rate beyond reason", () => {
  test.each(["1e10", "1e39"])("of %s ends, and says where and what to do", async (rate) => {
    const { code, errors } = await fit(rate, ...settings, "--learning-rate", rate);
    expect(errors).toMatch(/error: the run diverged at step 2: loss \S+, gradient norm \S+\n/);
    expect(errors).toContain(
      `run.checkpoint is that of step 0, before it; go on from there with a smaller rate: --resume --learning-rate R, R below ${Number(rate)}\n`,
    );
    expect(errors).not.toContain("best so far");
    expect(errors).not.toContain("    at ");
    expect(code).toBe(1);
    expect(await filesOf(rate)).not.toContain("best.checkpoint");
  });

  test("goes on from the last good checkpoint: with that rate to the same end, with another one well", async () => {
    const again = await fit("1e10", "--resume");
    expect(again.errors).toMatch(/error: the run diverged at step 2: loss/);
    expect(again).toMatchObject({ code: 1 });
    const other = await fit("1e10", "--resume", "--learning-rate", "0.003");
    expect(other.errors).toContain("evaluation at step 24:");
    expect(other).toMatchObject({ code: 0 });
    expect(await stepOf("1e10")).toBe(24);
  });
});

test("a good run that is told to go on with such a rate keeps its checkpoint and its best weights", async () => {
  const better = ["--learning-rate", "0.003"];
  expect(await fit("good", ...settings, ...better)).toMatchObject({ code: 0 });
  const best = await readFile(join(folder, "good", "best.checkpoint"));
  const before = await filesOf("good");
  const worse = ["--steps", "80", "--learning-rate", "1e12"];
  // Each step is saved, in every way, before the next one tells that it was no good.
  const often = ["--checkpoint-minutes", "0.000001", "--snapshot-every", "1", "--tail", "0"];
  const { code, errors } = await fit("good", "--resume", ...worse, ...often);
  expect(errors).toMatch(/error: the run diverged at step 26: loss/);
  expect(errors).toContain("run.checkpoint is that of step 24, before it");
  expect(code).toBe(1);
  expect(await stepOf("good")).toBe(24);
  expect(await readFile(join(folder, "good", "best.checkpoint"))).toEqual(best);
  expect(await filesOf("good")).toEqual(before.filter((file) => !file.endsWith(".previous")));
});

test("without held-out text the newest weights are the best only until they are found to be no good", async () => {
  const text = join(folder, "text");
  await mkdir(text);
  await copyFile(join(folder, "train.tsv"), join(text, "train.tsv"));
  const args = ["--variant", "float", "--evaluate-every", "1", "--learning-rate", "1e10"];
  const alone = await fit("alone", ...settings, "--data", text, ...args);
  expect(alone.errors).toContain("evaluation at step 1: no held-out text (best so far)");
  expect(alone).toMatchObject({ code: 1 });
  expect(await filesOf("alone")).not.toContain("best.checkpoint");
  expect(await readdir(join(folder, "alone", "snapshots"))).toEqual([]);
});
