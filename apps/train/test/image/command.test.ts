import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand, runInProcess } from "../command-line.ts";
import { idxBytes, writeBars } from "../idx/write-bars.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-image-"));
const path = (name: string): string => join(folder, name);

beforeAll(() => {
  writeBars(path("bars"));
  writeFileSync(path("text"), "no images");
  const zipped = gzipSync(idxBytes([1, 8, 8], new Uint8Array(64)));
  writeFileSync(path("cut.gz"), zipped.subarray(0, -9));
  writeFileSync(path("fewer-labels"), idxBytes([20], new Uint8Array(20)));
  writeFileSync(path("more-classes"), idxBytes([30], new Uint8Array(30).fill(9)));
  writeFileSync(path("larger"), idxBytes([30, 9, 9], new Uint8Array(30 * 81)));
  writeFileSync(path("one-class"), idxBytes([60], new Uint8Array(60)));
  mkdirSync(path("empty"));
  mkdirSync(path("with-model"));
  writeFileSync(path("with-model/model.safetensors"), "");
  mkdirSync(path("translation"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const image = (out: string, ...args: string[]): string[] => [
  "image",
  ...["--out", path(out), "--native-matmul", "off"],
  ...args,
];
const bars = (out: string, ...args: string[]): string[] =>
  image(out, "--data", path("bars"), "--batch", "10", "--units", "12", ...args);

describe("a wrong file or argument gives exit code 2, and leaves no run behind", () => {
  test.each([
    ["no images", () => image("run"), "no images: name a folder with --data"],
    [
      "an empty folder",
      () => image("run", "--data", path("empty")),
      "has no train-images-idx3-ubyte, nor",
    ],
    [
      "text for images",
      () => bars("run", "--test-images", path("text")),
      `${path("text")}: is no IDX file`,
    ],
    [
      "half a file",
      () => bars("run", "--test-images", path("cut.gz")),
      `${path("cut.gz")}: is damaged or cut off`,
    ],
    [
      "too few labels",
      () => bars("run", "--train-labels", path("fewer-labels")),
      "has 20 labels for the 60 images",
    ],
    [
      "a label beyond the classes",
      () => bars("run", "--test-labels", path("more-classes")),
      "label 9 at 0 is none of the 3 classes",
    ],
    [
      "more classes than names",
      () => bars("run", "--class-names", "across", "upright"),
      "label 2 at 2 is none of the 2 classes",
    ],
    ["one class", () => bars("run", "--train-labels", path("one-class")), "has one class only"],
    [
      "test images of another size",
      () => bars("run", "--test-images", path("larger")),
      "images are 9 × 9 × 1, those of",
    ],
    [
      "a batch beyond the images",
      () => bars("run", "--batch", "61"),
      "60 images to train on do not fill a batch of 61; give --batch 60",
    ],
    [
      "an unknown network",
      () => bars("run", "--network", "rnn"),
      "Allowed choices are mlp, cnn, vit",
    ],
    [
      "an unknown system",
      () => bars("run", "--system", "xnor"),
      "Allowed choices are float, binary-connect, bnn",
    ],
    [
      "units that are none",
      () => bars("run", "--units", "12,x"),
      "expected whole numbers of at least 1, with commas",
    ],
    ["convolutions for an mlp", () => bars("run", "--filters", "4"), "an mlp has no convolutions"],
    [
      "patches of an mlp",
      () => bars("run", "--patch", "4"),
      "--patch: only a vit has that; take --network vit",
    ],
    [
      "a system that a vit has not",
      () => image("run", "--data", path("bars"), "--network", "vit", "--system", "bnn"),
      "--system of a vit must be one of float, sign, bivit, bit, got bnn",
    ],
    [
      "a preset that a vit has not",
      () => image("run", "--data", path("bars"), "--network", "vit", "--preset", "two-bits"),
      "--preset: bivit of a vit has real-feed-forward, one-bit, float-feed-forward, got two-bits",
    ],
    [
      "patches that do not fill the image",
      () =>
        image("run", "--data", path("bars"), "--network", "vit", "--batch", "10", "--patch", "3"),
      "--network vit: describeEncoder: config.image.height (8) must be a multiple of config.patch (3)",
    ],
    [
      "learned scales of floats",
      () =>
        image(
          ...["run", "--data", path("bars"), "--network", "vit", "--system", "float"],
          ...["--weight-scales", "learned"],
        ),
      "--weight-scales: only sign and bivit have them, got float",
    ],
    [
      "a window of what floats attend to",
      () =>
        image(
          ...["run", "--data", path("bars"), "--network", "vit", "--system", "float"],
          ...["--context-clip", "4"],
        ),
      "--context-clip: only sign and bivit have one, got float",
    ],
    [
      "outputs of no teacher",
      () => image("run", "--data", path("bars"), "--network", "vit", "--distill", "hidden"),
      "--distill: only a vit with a --teacher imitates outputs",
    ],
    [
      "a factor on scales that are means",
      () => image("run", "--data", path("bars"), "--network", "vit", "--attention-scale", "0.1"),
      "--attention-scale: scales must be learned; add --weight-scales learned",
    ],
    ["all held out", () => bars("run", "--validation", "1"), "--validation must be below 1"],
    ["no rate", () => bars("run", "--learning-rate", "0"), "must be positive"],
    [
      "pools beyond the image",
      () => bars("run", "--network", "cnn", "--filters", "2,2,2,2"),
      "--filters 2,2,2,2: each halves the map, and nothing is left of images of 8 × 8 × 1",
    ],
    ["no run to go on with", () => bars("run", "--resume"), "run: holds no run to go on with"],
    [
      "a folder with a model",
      () => bars("with-model"),
      "with-model: holds a model already; name another folder",
    ],
  ])("%s", async (_, args, message) => {
    const { code, output, errors } = await runInProcess(args());
    expect(errors).toContain(message);
    expect(errors).not.toContain("    at ");
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(readdirSync(folder)).not.toContain("run");
  });
});

test("trains, stops when the time is over, and goes on", async () => {
  const stopped = await runInProcess(bars("timed", "--epochs", "2", "--stop-after-minutes", "0"));
  expect(stopped).toMatchObject({ code: 0, output: "stopped (time) at step 0 of 12\n" });
  const held = await runInProcess(bars("timed"));
  expect(held.code).toBe(2);
  expect(held.errors).toContain("timed: holds a run already; add --resume to go on with it");
  const seeded = await runInProcess(image("timed", "--resume", "--seed", "2"));
  expect(seeded.errors).toContain("seed is 1 there and cannot become 2; name another folder");
  const args = ["image", "--out", path("timed"), "--resume", "--epochs", "3", "--json"];
  const { code, output, errors } = await runInProcess(args);
  expect(code).toBe(0);
  expect(errors).toContain("60 images of 8 × 8 × 1 and 3 classes; 30 to test");
  expect(errors).toMatch(/epoch 3, step 18: test [\d.]+ % right, loss/);
  const result = JSON.parse(output);
  expect(result).toMatchObject({ system: "bnn", network: "mlp", step: 18, steps: 18 });
  expect(result.test.images).toBe(30);
  expect(result.model.path).toBe(path("timed/model.safetensors"));
  expect(readdirSync(path("timed")).sort()).toEqual([
    "config.json",
    "loss.csv",
    "model.safetensors",
    "result.json",
    "run.checkpoint",
    "run.checkpoint.previous",
    "validation.csv",
  ]);
});

test("what `fit` left is no run of this kind", async () => {
  const { saveCheckpoint } = await import("@bnnkit/training-backend/node");
  await saveCheckpoint(path("translation/run.checkpoint"), { kind: "run", step: 1 });
  const { code, errors } = await runInProcess(bars("translation", "--resume"));
  expect(errors).toContain("run.checkpoint: is no checkpoint of such a run");
  expect(code).toBe(2);
});

test("an interrupt ends a run between steps, with a checkpoint", async () => {
  const { code, errors, output } = await runCommand(
    bars("interrupted", "--epochs", "100000"),
    (child, said) => {
      if (/^step 1\//m.test(said) && !child.killed) child.kill("SIGINT");
    },
  );
  expect(errors).toContain("SIGINT: saving a checkpoint after this step");
  expect(output).toMatch(/^stopped \(SIGINT\) at step \d+ of 600000\n$/);
  expect(code).toBe(130);
  expect(readdirSync(path("interrupted"))).toContain("run.checkpoint");
});
