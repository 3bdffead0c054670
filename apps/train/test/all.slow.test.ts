import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readModel } from "@bnnkit/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./command-line.ts";
import { toyPairs } from "./toy-text.ts";

let folder: string;
let text: string[];
let args: string[];

const tsv = (pairs: readonly (readonly string[])[]): string =>
  pairs.map((pair) => `${pair.join("\t")}\n`).join("");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-all-"));
  const pairs = toyPairs();
  const path = (name: string): string => join(folder, `${name}.tsv`);
  await writeFile(path("train"), tsv(pairs.slice(0, 76)));
  await writeFile(path("val"), tsv(pairs.slice(76, 88)));
  await writeFile(path("test"), tsv(pairs.slice(88).map((pair) => [...pair, "Etwas anderes."])));
  const config = join(folder, "config.json");
  const model = {
    features: 64,
    heads: 4,
    feedForwardFeatures: 128,
    encoderLayers: 1,
    decoderLayers: 1,
    dropout: 0,
  };
  await writeFile(config, JSON.stringify({ model, schedule: { peakRate: 0.01 } }));
  text = ["--config", config, "--vocabulary-size", "330", "--batch-tokens", "256"];
  for (const split of ["train", "val", "test"]) text.push(`--${split}`, `toy=${path(split)}`);
  text.push("--evaluate-every", "120", "--translate-sentences", "12");
  args = ["all", "--out", join(folder, "out"), ...text, "--steps", "360", "--binarize-at", "120"];
  args.push("--warmup", "30", "--tail", "80");
});
afterAll(() => rm(folder, { recursive: true }));

describe("all", () => {
  test("goes from text to the score of a packed one-bit model that has learnt the language", async () => {
    const { code, output, errors } = await runCommand(args);
    expect(errors).not.toContain("error");
    expect(code).toBe(0);
    expect(errors).toMatch(/length penalty [\d.]+, by BLEU of the held-out text \(0: \d/);
    expect(output).toContain("12 segments, up to 2 references each");
    const [scores] = JSON.parse(await readFile(join(folder, "out", "scores.json"), "utf8"));
    expect(scores.bleu.score).toBeGreaterThan(90);
    expect(scores.bleu.signature).toContain("tok:13a");
    const model = await readFile(join(folder, "out", "model", "model.safetensors"));
    expect(scores.modelBytes).toBe(model.length);
    // Every matrix of a layer is one bit: nothing but table, norms and scales is wider.
    expect(model.length).toBeLessThan(100_000);
  });

  test("does nothing twice", async () => {
    const { code, errors } = await runCommand(args);
    expect(code).toBe(0);
    expect(errors).not.toContain("evaluation at step");
    expect(errors).not.toContain("reading toy");
  });

  test("evaluate prints one JSON object, and export can average", async () => {
    const out = join(folder, "averaged");
    const run = join(folder, "out", "run");
    const choice = ["--average", "2", "--length-penalty", "1.25"];
    const exported = await runCommand(["export", "--run", run, "--out", out, ...choice]);
    expect(exported).toMatchObject({ code: 0 });
    const { description } = readModel(await readFile(join(out, "model.safetensors")));
    expect(description).toMatchObject({ lengthPenalty: 1.25 });
    await access(join(out, "tokenizer.json"));
    const { code, output } = await runCommand([
      "evaluate",
      "--json",
      ...["--data", join(folder, "test.tsv"), "--beam", "3", "--limit", "5"],
      ...["--model", join(out, "model.safetensors"), "--tokenizer", join(out, "tokenizer.json")],
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ segments: 5, references: 2, beamSize: 3 });
  });
});

describe("all with a teacher", () => {
  const out = (...parts: string[]): string => join(folder, "taught", ...parts);
  const readJson = async (...parts: string[]) => JSON.parse(await readFile(out(...parts), "utf8"));
  const taught = async (settings: object, ...more: string[]) => {
    const teacher = join(folder, "teacher.json");
    await writeFile(teacher, JSON.stringify(settings));
    const steps = ["--steps", "240", "--warmup", "10", "--tail", "230", "--joined-share", "0.5"];
    return runCommand(
      ["all", "--out", out(), ...text, ...steps, "--teacher-config", teacher].concat(more),
    );
  };
  const settings = { steps: 300, schedule: { warmupSteps: 30, tailSteps: 80 } };

  test("a setting that there is not: its name and the file, before anything is done", async () => {
    const { code, errors } = await taught({ schedule: { speed: 1 } });
    expect(code).toBe(2);
    expect(errors).toContain("teacher.json: schedule.speed is unknown");
    expect(await taught([1])).toMatchObject({ code: 2 });
    await expect(access(out())).rejects.toThrow("ENOENT");
  });

  test("stopped while the teacher learns, the same command goes on", async () => {
    const { code, errors } = await taught(settings, "--stop-after-minutes", "0");
    expect(code).toBe(0);
    expect(errors).toContain("stopped; the same command goes on from here");
    await expect(access(out("distilled", "train.tsv"))).rejects.toThrow("ENOENT");
  });

  test("the model starts from the teacher and learns its words, one bit from the first step on", async () => {
    const { code, errors } = await taught(settings);
    expect(errors).not.toContain("error");
    expect(code).toBe(0);
    const [teacher] = await readJson("teacher-scores.json");
    const [student] = await readJson("scores.json");
    expect(teacher.bleu.score).toBeGreaterThan(90);
    expect(student.bleu.score).toBeGreaterThan(90);
    // float32 against one bit: 32 times smaller, but for the table, norms and scales.
    expect(student.modelBytes).toBeLessThan(teacher.modelBytes / 3);
    expect(await readJson("teacher-run", "config.json")).toMatchObject({
      variant: "float",
      references: "all",
      steps: 300,
      joined: { share: 0.5 },
      teacher: { weights: "" },
    });
    const best = out("teacher-run", "best.checkpoint");
    expect(await readJson("run", "config.json")).toMatchObject({
      variant: "w1a1",
      references: "last",
      train: [out("distilled", "train.tsv")],
      binarizeAt: 0,
      initialWeights: best,
      teacher: { weights: best },
    });
  });

  test("does nothing twice", async () => {
    const { code, errors } = await taught(settings);
    expect(code).toBe(0);
    expect(errors).not.toContain("evaluation at step");
    expect(errors).not.toContain("new pairs");
  });
});

describe("all that goes on from a packed model", () => {
  const out = (...parts: string[]): string => join(folder, "adapted", ...parts);
  const adapted = (from: string, ...more: string[]) => {
    const files = ["train", "val", "test"].flatMap((split) => [
      `--${split}`,
      `toy=${join(folder, `${split}.tsv`)}`,
    ]);
    const steps = ["--steps", "40", "--warmup", "5", "--tail", "35", "--learning-rate", "0.002"];
    const size = ["--batch-tokens", "256", "--translate-sentences", "12"];
    return runCommand(
      ["all", "--out", out(), "--from", from, ...files, ...steps, ...size].concat(more),
    );
  };

  test("a folder without a model, or a teacher beside it: said before anything is done", async () => {
    const { code, errors } = await adapted(join(folder, "nowhere"));
    expect(code).toBe(2);
    expect(errors).toContain("nowhere/tokenizer.json: cannot be read");
    const taught = await adapted(join(folder, "out", "model"), "--teacher-config", "teacher.json");
    expect(taught).toMatchObject({ code: 2 });
    expect(taught.errors).toContain(
      "'--from <folder>' cannot be used with option '--teacher-config",
    );
    await expect(access(out())).rejects.toThrow("ENOENT");
  });

  test("has its tokenizer, shape and precision, and knows from the first step on what it knew", async () => {
    const from = join(folder, "out", "model");
    const { code, errors } = await adapted(from);
    expect(errors).not.toContain("error");
    expect(code).toBe(0);
    await expect(access(out("tokenizer.json"))).rejects.toThrow("ENOENT");
    const config = JSON.parse(await readFile(out("run", "config.json"), "utf8"));
    expect(config).toMatchObject({
      initialWeights: join(from, "model.safetensors"),
      tokenizer: join(from, "tokenizer.json"),
      variant: "w1a1",
      binarizeAt: 0,
      model: { features: 64, feedForwardFeatures: 128, encoderLayers: 1 },
    });
    const [scores] = JSON.parse(await readFile(out("scores.json"), "utf8"));
    // 40 steps from random values do not come near: the test above has taken 360.
    expect(scores.bleu.score).toBeGreaterThan(80);
    expect(await readFile(out("model", "tokenizer.json"), "utf8")).toBe(
      await readFile(join(from, "tokenizer.json"), "utf8"),
    );
  });
});
