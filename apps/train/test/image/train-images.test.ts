import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readModel } from "@bnnkit/model";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { epochRunFolder } from "../../src/epochs/epoch-run-folder.ts";
import { evaluateImages } from "../../src/evaluate-images/evaluate-images.ts";
import type { StopReason, StopRequest } from "../../src/fit/stop-request.ts";
import { imageFiles } from "../../src/idx/image-source.ts";
import { writeBars } from "../idx/write-bars.ts";
import { scratchBars, smallPatches, stateIn, trainBars } from "./train-bars.ts";

/** Answers "go on" so many times. */
function stopAfter(steps: number, reason: StopReason | Error): Pick<StopRequest, "reason"> {
  let asked = 0;
  return {
    get reason() {
      if (asked++ < steps) return undefined;
      if (reason instanceof Error) throw reason;
      return reason;
    },
  };
}

beforeEach(() => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  return () => write.mockRestore();
});

/** All that does not depend on the clock. */
async function outcome(out: string): Promise<unknown> {
  const state = { ...(await stateIn(out)), seconds: 0 };
  const curves = ["loss.csv", "validation.csv"].map((name) =>
    readFileSync(join(out, name), "utf8"),
  );
  return { state, curves };
}

const presets = { bnn: "bnn-theano", float: "float", bivit: "real-feed-forward" };

describe.each([
  ["bnn mlp", { system: "bnn", network: "mlp" }],
  ["bnn cnn", { system: "bnn", network: "cnn", filters: [4, 4] }],
  ["float cnn", { system: "float", network: "cnn", filters: [4, 4] }],
  ["bivit vit", { system: "bivit", preset: "real-feed-forward", network: "vit" }],
] as const)("%s", (_, settings) => {
  test("a run that was stopped, then killed, ends in the same bytes as one that was not", async () => {
    const folder = scratchBars();
    const [whole, parts] = [join(folder, "whole"), join(folder, "parts")];
    const result = await trainBars(whole, settings);
    expect(result).toMatchObject({ stopped: undefined, step: 18, steps: 18 });
    const stopped = await trainBars(parts, { ...settings, stop: stopAfter(4, "SIGINT") });
    expect(stopped).toMatchObject({ stopped: "SIGINT", step: 4, test: undefined });
    const killed = { ...settings, stop: stopAfter(5, new Error("killed")) };
    await expect(trainBars(parts, killed)).rejects.toThrow("killed");
    expect((await stateIn(parts)).step).toBe(4);
    const resumed = await trainBars(parts, settings);
    expect(await outcome(parts)).toEqual(await outcome(whole));
    expect(resumed.test).toEqual(result.test);
    expect(result.test?.images).toBe(30);
  });

  test("the model file says of every test image what the network says", async () => {
    const folder = scratchBars();
    const out = join(folder, "run");
    const classNames = ["across", "upright", "diagonal"];
    const result = await trainBars(out, { ...settings, classNames, licence: "CC0-1.0" });
    const files = await imageFiles({ data: join(folder, "bars") }, "test", () => undefined);
    const { model } = epochRunFolder(out);
    const evaluation = await evaluateImages({ model, files });
    expect(evaluation.accuracy).toBe(result.test?.accuracy);
    expect(evaluation.labels).toEqual(classNames);
    expect(result.model).toMatchObject({ path: model, bytes: evaluation.modelBytes });
    const { images, sameClass, largestDifference } = result.model?.comparison ?? {};
    expect(sameClass).toBe(images);
    expect(largestDifference).toBeLessThan(1e-4);
    const packed = readModel(readFileSync(model));
    expect(packed.description.name).toBe(`${settings.system}-${settings.network}`);
    expect(packed.metadata).toEqual({
      licence: "CC0-1.0",
      training: `${settings.system} (${presets[settings.system]}) ${settings.network}, 3 epochs of 60 images, seed 1`,
    });
  });
});

test("learns to tell bars apart, and the curve has each epoch's test images", async () => {
  const folder = scratchBars();
  const out = join(folder, "run");
  const { test: score } = await trainBars(out, { epochs: 20, units: [48, 24], learningRate: 0.01 });
  expect(score?.accuracy).toBeGreaterThan(0.6);
  const [head, ...rows] = readFileSync(join(out, "validation.csv"), "utf8").trim().split("\n");
  expect(head).toBe("step,epoch,name,loss,accuracy");
  expect(rows).toHaveLength(20);
  expect(rows[19]).toMatch(new RegExp(`^120,19,test,[\\d.]+,${score?.accuracy.toFixed(4)}$`));
  const losses = readFileSync(join(out, "loss.csv"), "utf8").trim().split("\n").slice(1);
  expect(losses).toHaveLength(120);
  expect(losses[0]).toMatch(/^1,0,1\.0000e-2,/);
  expect(losses[119]).toMatch(/^120,19,1\.0000e-4,/);
});

test("images held out are scored in the place of the test images, which are at the end", async () => {
  const folder = scratchBars();
  const out = join(folder, "run");
  const { steps } = await trainBars(out, { validation: 0.25 });
  expect(steps).toBe(3 * Math.floor(45 / 10));
  const rows = (await stateIn(out)).scores.map(({ epoch, name }) => `${epoch} ${name}`);
  expect(rows).toEqual(["0 validation", "1 validation", "2 validation", "2 test"]);
});

test("another seed, another network", async () => {
  const folder = scratchBars();
  await trainBars(join(folder, "one"), { epochs: 1 });
  await trainBars(join(folder, "two"), { epochs: 1, seed: 2 });
  const [one, two] = [await stateIn(join(folder, "one")), await stateIn(join(folder, "two"))];
  expect(one.weights[0]).not.toEqual(two.weights[0]);
});

test.each([
  ["float", "float"],
  ["sign", "one-bit"],
  ["bivit", "one-bit"],
  ["bivit", "float-feed-forward"],
  ["bit", "two-bits"],
] as const)(
  "a vit, %s %s: the packed run says of every image what the network says",
  async (system, preset) => {
    const settings = { network: "vit", system, preset, epochs: 1 } as const;
    const { model, result } = await trainBars(join(scratchBars(), "run"), settings);
    expect(model?.comparison.sameClass).toBe(30);
    const [kept = Number.NaN] = result?.keptKeys ?? [];
    expect(kept > 0 && kept < 1).toBe(["sign", "bivit"].includes(system));
  },
);

test("a vit's scales of rows are learned, and packed as they have become", async () => {
  const out = join(scratchBars(), "run");
  const patches = { ...smallPatches, dropout: 0 };
  const settings = { network: "vit", system: "bivit", preset: "one-bit", epochs: 2 } as const;
  const learned = { ...settings, patches: { ...patches, weightScales: "learned" } } as const;
  const { model } = await trainBars(out, learned);
  expect(model?.comparison.sameClass).toBe(30);
  // Beside the eight matrices of the layer: their scales, 16 each.
  const plain = join(out, "../plain");
  await trainBars(plain, settings);
  const more = (await stateIn(out)).weights.length - (await stateIn(plain)).weights.length;
  expect(more).toBe(6);
  const [next, still] = [join(out, "../next"), { learningRate: 1e-30, lastRate: 1e-30, epochs: 1 }];
  await trainBars(next, { ...learned, ...still, initialWeights: out });
  expect((await stateIn(next)).weights).toEqual((await stateIn(out)).weights);
});

test("a vit starts from another, of whatever system", async () => {
  const folder = scratchBars();
  const [float, signs, mlp] = ["float", "signs", "mlp"].map((name) => join(folder, name));
  await trainBars(float!, { network: "vit", system: "float", preset: "float", epochs: 1 });
  const still = { learningRate: 1e-30, lastRate: 1e-30, epochs: 1 };
  const settings = { network: "vit", system: "bivit", ...still } as const;
  await trainBars(signs!, { ...settings, initialWeights: float! });
  expect((await stateIn(signs!)).weights).toEqual((await stateIn(float!)).weights);
  await trainBars(mlp!, { epochs: 1 });
  const from = (initialWeights: string) =>
    trainBars(join(folder, "refused"), { ...settings, initialWeights });
  await expect(from(mlp!)).rejects.toThrow(/^--initial-weights: .*mlp holds a mlp, not a vit$/);
  await expect(from(folder)).rejects.toThrow('holds no run of "image" to learn from');
});

test("attention of a vit begins as a small part: scales behind it are a fraction of the mean magnitudes", async () => {
  const folder = scratchBars();
  const patches = { ...smallPatches, dropout: 0, weightScales: "learned" } as const;
  const still = { learningRate: 1e-30, lastRate: 1e-30, epochs: 1 };
  const settings = {
    network: "vit",
    system: "bivit",
    preset: "one-bit",
    patches,
    ...still,
  } as const;
  const [whole, part] = [join(folder, "whole"), join(folder, "part")];
  await trainBars(whole, settings);
  await trainBars(part, { ...settings, attentionScale: 0.25 });
  const [one, quarter] = [(await stateIn(whole)).weights, (await stateIn(part)).weights];
  const ratios = one.map((values, i) => (quarter[i]?.[0] ?? 0) / (values[0] ?? 0));
  // Behind everything else the scales of query, key, value, output and the two feed-forward matrices.
  expect(ratios.slice(-6)).toEqual([1, 1, 1, 0.25, 1, 1]);
});

test("a vit imitates hidden rows and attention of another: nothing is left to learn from itself", async () => {
  const folder = scratchBars();
  const [teacher, same, bits, mlp] = ["teacher", "same", "bits", "mlp"].map((name) =>
    join(folder, name),
  );
  const vit = { network: "vit", system: "float", preset: "float", epochs: 1 } as const;
  await trainBars(teacher!, vit);
  const imitating = { teacher: teacher!, initialWeights: teacher! };
  await trainBars(same!, { ...vit, ...imitating, distill: ["hidden", "attention"] });
  expect((await stateIn(same!)).losses.map(({ loss }) => loss)).toEqual(Array(6).fill(0));
  const signs = { ...vit, system: "bivit", preset: "real-feed-forward", epochs: 3 } as const;
  await trainBars(bits!, { ...signs, ...imitating, distill: ["hidden"] });
  const losses = (await stateIn(bits!)).losses.map(({ loss }) => loss);
  expect(losses.at(-1)! / losses[0]!).toBeLessThan(0.9);
  const two = { ...signs, patches: { ...smallPatches, dropout: 0, layers: 2 } };
  const other = trainBars(join(folder, "two"), { ...two, teacher: teacher!, distill: ["hidden"] });
  await expect(other).rejects.toThrow(
    "has layers 1, and to imitate hidden the student's 2 must be the same",
  );
  await trainBars(mlp!, { epochs: 1 });
  const ofLayers = trainBars(join(folder, "x"), { ...signs, teacher: mlp!, distill: ["logits"] });
  await expect(ofLayers).rejects.toThrow("holds a mlp, and --distill takes a vit");
});

test("a run that goes on refuses other images", async () => {
  const folder = scratchBars();
  const out = join(folder, "run");
  await trainBars(out, { stop: stopAfter(2, "time") });
  writeBars(join(folder, "bars"), { train: 63 });
  await expect(trainBars(out)).rejects.toThrow("belongs to other images");
});

test("a run that diverges says so and keeps what was before", async () => {
  const folder = scratchBars();
  const out = join(folder, "run");
  await expect(trainBars(out, { system: "float", learningRate: 1e38 })).rejects.toThrow(
    /^the run diverged at step \d+: its loss is (NaN|Infinity)\n.*--resume --learning-rate R/,
  );
  expect((await stateIn(out)).step).toBe(0);
});

test("a student learns what another run says of the images, and goes on after a stop", async () => {
  const folder = scratchBars();
  const [teacher, whole, parts] = ["teacher", "whole", "parts"].map((name) => join(folder, name));
  await trainBars(teacher!, { system: "float", network: "mlp" });
  const before = readFileSync(epochRunFolder(teacher!).checkpoint);
  const settings = { system: "reactnet", preset: "two-step", network: "mlp", teacher } as const;
  const result = await trainBars(whole!, settings);
  expect(result.model?.comparison.sameClass).toBe(30);
  // In the first epoch kernels are real, also where they are scored after a stop.
  await trainBars(parts!, { ...settings, stop: stopAfter(6, "SIGINT") });
  await trainBars(parts!, settings);
  expect(await outcome(parts!)).toEqual(await outcome(whole!));
  const alone = join(folder, "alone");
  await trainBars(alone, { system: "reactnet", preset: "two-step", network: "mlp" });
  expect(readFileSync(join(alone, "loss.csv"))).not.toEqual(readFileSync(join(whole!, "loss.csv")));
  expect(readFileSync(epochRunFolder(teacher!).checkpoint)).toEqual(before);
});

test("a folder without a run is no teacher", async () => {
  const folder = scratchBars();
  await expect(trainBars(join(folder, "run"), { teacher: join(folder, "bars") })).rejects.toThrow(
    /^--teacher: .*bars holds no run of "image" to learn from$/,
  );
});
