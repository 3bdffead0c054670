import {
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  rmdir,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, runCommand } from "../command-line.ts";
import { writeToyText } from "../toy-text.ts";

let folder: string;
let settings: string[];
/** The curves of the run that is not interrupted. */
let whole: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-resume-"));
  await writeToyText(folder);
  const train = join(folder, "train.tsv");
  const tokenizer = join(folder, "tokenizer.json");
  await runCommand(["tokenizer", "--data", train, "--out", tokenizer, "--vocabulary-size", "320"]);
  const config = join(folder, "config.json");
  const model = {
    features: 32,
    heads: 2,
    feedForwardFeatures: 64,
    encoderLayers: 1,
    decoderLayers: 1,
  };
  await writeFile(config, JSON.stringify({ model, schedule: { peakRate: 0.005 } }));
  settings = ["--data", folder, "--tokenizer", tokenizer, "--config", config];
  settings.push("--steps", "90", "--binarize-at", "45", "--warmup", "10", "--tail", "20");
  settings.push("--batch-tokens", "128", "--evaluate-every", "30", "--translate-sentences", "5");
  settings.push("--joined-share", "0.5");
  const result = await runCommand(["fit", ...settings, "--out", join(folder, "whole")]);
  expect(result).toMatchObject({ code: 0 });
  // 80 pairs and 40 draws, less the few that take a sentence twice
  expect(result.errors).toMatch(/^1[12]\d sentence pairs/);
  whole = await curves("whole");
});
afterAll(() => rm(folder, { recursive: true }));

const curves = (run: string): Promise<string[]> =>
  Promise.all(
    ["loss.csv", "validation.csv"].map((name) => readFile(join(folder, run, name), "utf8")),
  );

describe("a run that is interrupted and resumed has the curve of one that is not", () => {
  test("killed without warning, again and again", async () => {
    const out = join(folder, "killed");
    const every = ["--checkpoint-minutes", "0.0001"];
    for (const step of [30, 60]) {
      const goOn = step === 30 ? [] : ["--resume"];
      const { signal } = await runCommand(
        ["fit", ...settings, ...every, "--out", out, ...goOn],
        (child, errors) => {
          if (errors.includes(`evaluation at step ${step}:`)) child.kill("SIGKILL");
        },
      );
      expect(signal).toBe("SIGKILL");
    }
    expect(await runCommand(["fit", "--out", out, "--resume"])).toMatchObject({ code: 0 });
    expect(await curves("killed")).toEqual(whole);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 130],
  ] as const)("told to end by %s, which leaves a checkpoint", async (signal, code) => {
    const out = join(folder, signal);
    let isTold = false;
    const first = await runCommand(["fit", ...settings, "--out", out], (child, errors) => {
      if (isTold || !errors.includes("evaluation at step 30:")) return;
      isTold = true;
      child.kill(signal);
    });
    expect(first).toMatchObject({ code });
    expect(first.errors).toContain("saving a checkpoint");
    expect(await runCommand(["fit", "--out", out, "--resume"])).toMatchObject({ code: 0 });
    expect(await curves(signal)).toEqual(whole);
  });

  test("stopped by the clock, wherever it is by then", async () => {
    const out = join(folder, "clock");
    const stop = ["--stop-after-minutes", "0.04"];
    expect(await runCommand(["fit", ...settings, ...stop, "--out", out])).toMatchObject({
      code: 0,
    });
    for (const more of [stop, []]) {
      const resumed = await runCommand(["fit", ...more, "--out", out, "--resume"]);
      expect(resumed).toMatchObject({ code: 0 });
    }
    expect(await curves("clock")).toEqual(whole);
  });
});

test("a place that cannot be written to costs neither the run nor what was saved before", async () => {
  const out = join(folder, "unwritable");
  const begin = ["fit", ...settings, "--checkpoint-minutes", "0.0001", "--out", out];
  await runCommand(begin, (child, errors) => {
    if (errors.includes("evaluation at step 30:")) child.kill("SIGTERM");
  });
  const inTheWay = join(out, "run.checkpoint.partial");
  await mkdir(inTheWay);
  const failed = await runCommand(["fit", "--out", out, "--resume"]);
  expect(failed.errors).toMatch(/warning: step \d+ is not saved, what was saved before stays: .+/);
  expect(failed.errors).toContain("evaluation at step 90:");
  expect(failed.errors).toMatch(/run\.checkpoint is whole; --resume goes on from it\n$/);
  expect(failed.code).toBe(1);
  await rmdir(inTheWay);
  expect(await runCommand(["fit", "--out", out, "--resume"])).toMatchObject({ code: 0 });
  expect(await curves("unwritable")).toEqual(whole);
});

test("a run goes on with larger batches", async () => {
  const larger = ["--resume", "--batch-tokens", "4096", "--steps", "92"];
  const out = join(folder, "whole");
  expect(await runCommand(["fit", "--out", out, ...larger])).toMatchObject({ code: 0 });
});

test("the weights that a run began with are not needed to go on", async () => {
  const [out, weights] = [join(folder, "begun"), join(folder, "weights.checkpoint")];
  await copyFile(join(folder, "whole", "best.checkpoint"), weights);
  const begin = ["fit", ...settings, "--initial-weights", weights, "--out", out];
  const stopped = await runCommand([...begin, "--stop-after-minutes", "0"]);
  expect(stopped).toMatchObject({ code: 0 });
  await rm(weights);
  expect(await runCommand(["fit", "--out", out, "--resume"])).toMatchObject({ code: 0 });
});

test("two signals at once, from the terminal and from a launcher, are one", async () => {
  const out = join(folder, "twice");
  const { code, errors } = await runCommand(["fit", ...settings, "--out", out], (child, said) => {
    if (!said.includes("evaluation at step 30:") || child.killed) return;
    child.kill("SIGINT");
    child.kill("SIGTERM");
  });
  expect(errors).toContain("saving a checkpoint");
  expect(code).toBe(130);
  expect(await runCommand(["fit", "--out", out, "--resume"])).toMatchObject({ code: 0 });
});

describe("a run is refused", () => {
  test("in a folder that holds one, unless it is to go on", async () => {
    const { code, errors } = await runCommand(["fit", ...settings, "--out", join(folder, "whole")]);
    expect(code).toBe(2);
    expect(errors).toContain("holds a run already; add --resume");
  });

  test("with other text than it began with", async () => {
    const other = join(folder, "other.tsv");
    await writeFile(other, "A house.\tEin Haus.\n");
    const config = join(folder, "other.json");
    await writeFile(config, JSON.stringify({ train: [other] }));
    const { code, errors } = await runCommand([
      "fit",
      "--resume",
      "--config",
      config,
      "--out",
      join(folder, "whole"),
    ]);
    expect(code).toBe(2);
    expect(errors).toContain("belongs to other training text");
  });

  test("as another model than it was, and keeps its settings", async () => {
    const out = join(folder, "whole");
    const before = await readFile(join(out, "config.json"), "utf8");
    const { code, errors } = await runCommand(["fit", "--resume", "--size", "S", "--out", out]);
    expect(errors).toMatch(/the checkpoint: embedding\/table must have \d+ values for this model/);
    expect(code).toBe(2);
    expect(await readFile(join(out, "config.json"), "utf8")).toBe(before);
  });

  test("that is to go on where there is none", async () => {
    const out = join(folder, "none");
    const { code, errors } = await runCommand(["fit", ...settings, "--resume", "--out", out]);
    expect(code).toBe(2);
    expect(errors).toContain("none: holds no run to go on with");
    await expect(readdir(out)).rejects.toThrow("ENOENT");
  });

  test("while another process writes there, which it names and does not disturb", async () => {
    const out = join(folder, "shared");
    let second: Promise<CommandResult> | undefined;
    let pid: number | undefined;
    const long = ["--steps", "100000", "--evaluate-every", "0", "--out", out];
    const first = await runCommand(["fit", ...settings, ...long], (child, said) => {
      if (second !== undefined || !said.includes("step 1/100000")) return;
      pid = child.pid;
      second = runCommand(["fit", ...settings, "--resume", "--out", out]);
      second.finally(() => child.kill("SIGTERM"));
    });
    const { code, errors } = (await second) ?? first;
    expect(errors).toMatch(new RegExp(`^error: .*shared: in use by process ${pid} on `));
    expect(code).toBe(2);
    expect(first).toMatchObject({ code: 130 });
    expect(await readdir(out)).not.toContain("bnnkit.lock");
  });
});

describe("a run goes on from the checkpoint before the last", () => {
  const cases: [string, (path: string) => Promise<void>, RegExp][] = [
    [
      "missing",
      (path) => rm(path),
      /run\.checkpoint is missing; the one before it, of step \d+, takes/,
    ],
    [
      "cut",
      (path) => truncate(path, 5000),
      /is truncated.*the one before it is .*\.previous\); the lat/,
    ],
    [
      "damaged",
      async (path) => {
        const bytes = await readFile(path);
        bytes[bytes.length >> 1] ^= 1;
        await writeFile(path, bytes);
      },
      /is corrupted.*the one before it is .*\.previous\); the latter, of step \d+, takes its place/,
    ],
  ];
  test.each(cases)("where that is %s", async (name, harm, says) => {
    const out = join(folder, name);
    await cp(join(folder, "SIGINT"), out, { recursive: true });
    const path = join(out, "run.checkpoint");
    const harmless = await readFile(`${path}.previous`);
    await harm(path);
    const harmed = await readFile(path).catch(() => undefined);
    const { code, errors } = await runCommand(["fit", ...settings, "--resume", "--out", out]);
    expect(errors).toMatch(says);
    expect(code).toBe(0);
    expect(await curves(name)).toEqual(whole);
    expect(await readFile(`${path}.previous`)).toEqual(harmless);
    expect(await readFile(`${path}.damaged`).catch(() => undefined)).toEqual(harmed);
  });

  test("but not where none is whole", async () => {
    const path = join(folder, "SIGTERM", "run.checkpoint");
    for (const file of [path, `${path}.previous`]) await truncate(file, 5000);
    const { code, errors } = await runCommand([
      "fit",
      "--resume",
      "--out",
      join(folder, "SIGTERM"),
    ]);
    expect(code).toBe(1);
    expect(errors).toMatch(/run\.checkpoint is truncated/);
    expect((await readFile(path)).length).toBe(5000);
  });
});

test("a shorter run in the folder of an abandoned one keeps, averages and exports its own snapshots", async () => {
  const out = join(folder, "abandoned");
  await cp(join(folder, "SIGINT"), out, { recursive: true });
  await rm(join(out, "run.checkpoint"));
  const before = await readdir(join(out, "snapshots"));
  expect(before).toHaveLength(3);
  const shorter = ["--steps", "20", "--binarize-at", "5", "--tail", "5", "--warmup", "5"];
  const kept = ["--snapshot-every", "5", "--keep-snapshots", "2", "--out", out];
  expect(await runCommand(["fit", ...settings, ...shorter, ...kept])).toMatchObject({ code: 0 });
  const own = (await readdir(join(out, "snapshots"))).filter((name) => !before.includes(name));
  expect(own.map((name) => name.slice(0, 13)).sort()).toEqual(["step-00000015", "step-00000020"]);
  expect(await readdir(join(out, "snapshots"))).toHaveLength(5);
  const packing = await runCommand(["export", "--last", "--run", out, "--out", join(out, "model")]);
  expect(packing.errors).toContain("snapshots: 3 of another run left out");
  expect(packing.errors).toContain("weights of step 20,");
  expect(packing).toMatchObject({ code: 0 });
});
