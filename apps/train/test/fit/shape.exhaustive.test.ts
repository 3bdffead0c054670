import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readModel } from "@bnnkit/model";
import { unpackModel } from "@bnnkit/transformer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../command-line.ts";
import { writeToyText } from "../toy-text.ts";

let folder: string;
const path = (...parts: string[]): string => join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-shape-"));
  await writeToyText(folder);
  const words = ["--data", path("train.tsv"), "--vocabulary-size", "320"];
  await runCommand(["tokenizer", ...words, "--out", path("tokenizer.json")]);
});
afterAll(() => rm(folder, { recursive: true }));

const settings = (): string[] => [
  ...["--data", folder, "--tokenizer", path("tokenizer.json"), "--batch-tokens", "256"],
  ...["--encoder-layers", "4", "--decoder-layers", "2", "--features", "24", "--feed-forward", "40"],
  ...["--steps", "12", "--warmup", "2", "--tail", "4", "--translate-sentences", "3"],
];

test("a model with 4 encoder and 2 decoder layers is trained, packed, run and trained on", async () => {
  const out = ["--out", path("run"), "--binarize-at", "6"];
  expect(await runCommand(["fit", ...settings(), ...out])).toMatchObject({ code: 0 });
  const packing = await runCommand(["export", "--run", path("run"), "--out", path("model")]);
  // The packed run has translated them as the trained model does.
  expect(packing.errors).toMatch(/weights of step 12, 8 golden sentences\n$/);
  const file = path("model", "model.safetensors");
  const { config } = unpackModel(readModel(await readFile(file)));
  expect(config).toMatchObject({ encoderLayers: 4, decoderLayers: 2, features: 24 });

  const tokenizer = path("model", "tokenizer.json");
  const scoring = ["--model", file, "--tokenizer", tokenizer, "--data", path("toy-val.tsv")];
  const score = await runCommand(["evaluate", "--json", ...scoring, "--limit", "3", "--beam", "2"]);
  expect(score).toMatchObject({ code: 0 });
  expect(JSON.parse(score.output)).toMatchObject({ segments: 3 });

  const start = ["--initial-weights", file, "--binarize-at", "0", "--restart", "1"];
  const more = await runCommand(["fit", ...settings(), ...start, "--out", path("more")]);
  expect(more).toMatchObject({ code: 0 });
});
