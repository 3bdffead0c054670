import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readModel } from "@bnnkit/model";
import { loadClassifier, verify } from "@bnnkit/runtime";
import { describe, expect, test } from "vitest";
import { parseCsvTable } from "../../src/weightless/csv-table.ts";
import { classNamesOf, holdOut, labelledRows } from "../../src/weightless/labelled-rows.ts";
import { trainClassifier } from "../../src/weightless/train-classifier.ts";
import { weightlessConfig, weightlessSystems } from "../../src/weightless/weightless-config.ts";
import type { WeightlessResult } from "../../src/weightless/weightless-result.ts";
import { runInProcess } from "../command-line.ts";
import { scratchFolder } from "../corpus/scratch-folder.ts";

/** Points on both sides of a line; the sign of x − y is the class. */
function lineCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const [x, y] = [(i * 37) % 101, (i * 53) % 97];
    return `${x},${y},${x > y ? "right" : "left"}`;
  });
  return `x,y,side\n${lines.join("\n")}\n`;
}

const settings: Readonly<Record<string, readonly string[]>> = {
  wisard: ["--tuple-sizes", "4"],
  bthowen: ["--tuple-sizes", "4", "--entries", "64"],
  uleen: ["--tuple-sizes", "4,6", "--entries", "64", "--learning-rate", "0.02"],
  dwn: ["--layers-per-class", "20"],
  logic: ["--layers-per-class", "40,40", "--learning-rate", "0.05"],
  "truth-tables": ["--layers-per-class", "20,10"],
};

describe.each(Object.entries(settings))("%s", (system, flags) => {
  test("learns a line, says how large it is, and keeps the result", async () => {
    const folder = scratchFolder({ "line.csv": lineCsv(300) });
    const out = join(folder, "results.json");
    const args = ["weightless", "--system", system, "--data", join(folder, "line.csv"), ...flags];
    const model = join(folder, "line.safetensors");
    const files = ["--out", model, "--results", out, "--json"];
    const { code, output } = await runInProcess([...args, ...files]);
    expect(code).toBe(0);
    const [result]: readonly WeightlessResult[] = JSON.parse(output);
    expect(result).toMatchObject({ data: "line.csv", seed: 1, trainRows: 210, testRows: 90 });
    expect(result?.accuracy).toBeGreaterThan(0.8);
    expect(result?.accuracy).toBe((result?.correct ?? 0) / 90);
    expect(result?.thresholds).toBe(16);
    expect(result?.tables).toBeGreaterThan(0);
    expect(result?.trainingSeconds).toBeGreaterThan(0);
    expect(result?.fileBytes).toBe(readFileSync(model).length);
    expect(result?.nanosecondsPerSample).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual([result]);
    await expectSameClasses(model, system, flags);
    const again = await runInProcess([...args, "--results", out]);
    expect(again.errors).toBe("");
    expect(again.output).toContain(`| line.csv | ${system} | 210 / 90 | `);
  });
});

/** Trains once more, and holds the file's class of every row against the network's. */
async function expectSameClasses(
  model: string,
  system: string,
  flags: readonly string[],
): Promise<void> {
  const table = parseCsvTable(lineCsv(300), "last");
  const classNames = classNamesOf(table);
  const rows = labelledRows(table, classNames);
  const { train, test } = holdOut(rows, { share: 0.3, seed: 1 });
  const list = (flag: string, name: string): object =>
    flags.includes(flag) ? { [name]: flags[flags.indexOf(flag) + 1]?.split(",").map(Number) } : {};
  const number = (flag: string, name: string): object =>
    flags.includes(flag) ? { [name]: Number(flags[flags.indexOf(flag) + 1]) } : {};
  const config = weightlessConfig({
    system: weightlessSystems.find((one) => one === system) ?? "wisard",
    ...list("--tuple-sizes", "tupleSizes"),
    ...list("--layers-per-class", "layersPerClass"),
    ...number("--entries", "entries"),
    ...number("--learning-rate", "learningRate"),
  });
  const context = { seed: 1, signal: new AbortController().signal, onEpoch: () => {} };
  const trained = await trainClassifier(config, { classNames, train, test }, context);
  using classifier = await loadClassifier(readFileSync(model));
  const classes = await classifier.classify(rows.values);
  expect(Uint32Array.from(classes, (one) => one.class)).toEqual(trained.predict(rows));
  expect(await verify(classifier)).toMatchObject({ passed: true });
}

test("a model file is scored on a table, as it was trained", async () => {
  const folder = scratchFolder({ "line.csv": lineCsv(120), "bad.csv": "1,2,middle\n3,4,left\n" });
  const [data, model] = [join(folder, "line.csv"), join(folder, "m.safetensors")];
  const train = ["weightless", "--system", "bthowen", "--data", data, "--test", data];
  const [result]: readonly WeightlessResult[] = JSON.parse(
    (await runInProcess([...train, "--out", model, "--json"])).output,
  );
  const args = ["evaluate-table", "--model", model];
  const { output } = await runInProcess([...args, "--data", data, "--json"]);
  expect(JSON.parse(output)).toMatchObject({ rows: 120, accuracy: result?.accuracy });
  expect((await runInProcess([...args, "--data", data])).output).toContain("120 rows");
  const { code, errors } = await runInProcess([...args, "--data", join(folder, "bad.csv")]);
  expect([code, errors]).toEqual([2, expect.stringContaining('must know class "middle"')]);
});

test("a binarized MLP is as wide as its bytes say, and reads the bits that the other networks read", async () => {
  const folder = scratchFolder({ "line.csv": lineCsv(200) });
  const [data, model] = [join(folder, "line.csv"), join(folder, "m.safetensors")];
  const out = join(folder, "results.json");
  const settings = ["--bits", "6", "--epochs", "10", "--learning-rate", "0.02"];
  const args = ["weightless", "--system", "bnn", "--data", data, "--parameter-bytes", "700"];
  const files = ["--out", model, "--results", out];
  const { output } = await runInProcess([...args, ...settings, ...files]);
  expect(output).toContain("| line.csv | bnn of 30 units | 140 / 60 | ");
  const [result]: readonly WeightlessResult[] = JSON.parse(readFileSync(out, "utf8"));
  // Two features of six thresholds; a row of 16 bytes and a threshold for each of 30 units; two rows of 16 bytes with scale and bias.
  const bytes = 4 * 12 + 20 * 30 + 2 * (16 + 4 + 4);
  expect(result).toMatchObject({ units: 30, thresholds: 12, parameterBytes: bytes });
  expect(result?.accuracy).toBeGreaterThan(0.8);
  const { tensors } = readModel(readFileSync(model));
  expect(tensors.get("golden/0/image")).toMatchObject({ dtype: "F32", shape: [1, 1, 2] });
});

test("a WiSARD of one level is a file of bits; a seed of its own draws the rows that are held out", async () => {
  const folder = scratchFolder({ "line.csv": lineCsv(150) });
  const [data, model] = [join(folder, "line.csv"), join(folder, "m.safetensors")];
  const args = ["weightless", "--system", "wisard", "--tuple-sizes", "4", "--data", data, "--json"];
  const split = ["--bleaching", "one-level", "--split-seed", "7", "--seeds", "2", "--out", model];
  const results: readonly WeightlessResult[] = JSON.parse(
    (await runInProcess([...args, ...split])).output,
  );
  expect(results.map(({ splitSeed }) => splitSeed)).toEqual([7, 7]);
  expect(readModel(readFileSync(model)).tensors.get("filters/0.bits")?.dtype).toBe("U32");
});

test("more seeds are added to what is there; the table has their mean", async () => {
  const folder = scratchFolder({ "line.csv": lineCsv(100), "other.csv": lineCsv(40) });
  const out = join(folder, "results.json");
  const args = ["weightless", "--system", "bthowen", "--data", join(folder, "line.csv")];
  await runInProcess([...args, "--results", out]);
  const { output } = await runInProcess([...args, "--results", out, "--seeds", "3"]);
  expect(output).toMatch(/\| line\.csv \| bthowen \| 70 \/ 30 \| [\d.]+ % ± [\d.]+ \(3 seeds\) \|/);
  const results: readonly WeightlessResult[] = JSON.parse(readFileSync(out, "utf8"));
  expect(results.map(({ seed }) => seed)).toEqual([1, 2, 3]);
  const other = [...args, "--test", join(folder, "other.csv"), "--limit", "50", "--json"];
  const [tested]: readonly WeightlessResult[] = JSON.parse((await runInProcess(other)).output);
  expect(tested).toMatchObject({ trainRows: 50, testRows: 40 });
});

test("a published BTHOWeN network sets bits and filters, and flags win over it", async () => {
  const folder = scratchFolder({ "line.csv": lineCsv(60) });
  const args = ["weightless", "--system", "bthowen", "--data", join(folder, "line.csv"), "--json"];
  const { output } = await runInProcess([...args, "--model", "iris", "--hashes", "2"]);
  const [result]: readonly WeightlessResult[] = JSON.parse(output);
  expect(result?.config).toMatchObject({ bits: 3, tupleSizes: [2], entries: 128, hashes: 2 });
  // Three filters of two bits for each of two classes.
  expect([result?.tables, result?.tableBytes]).toEqual([6, 96]);
});

describe("what is wrong gives exit code 2 and a line that says so", () => {
  test.each([
    [["--system", "wisard"], "no images: name a folder with --data"],
    [["--system", "none", "--data", "line.csv"], "Allowed choices are wisard"],
    [["--data", "line.csv"], "required option '--system <name>'"],
    [["--system", "bnn", "--data", "line.csv"], "--system bnn needs --parameter-bytes"],
    [["--system", "dwn", "--data", "line.csv", "--parameter-bytes", "9"], "is of bnn, not of dwn"],
    [["--system", "dwn", "--data", "bad.csv"], "bad.csv: line 2, cell 1 must be a finite number"],
    [["--system", "dwn", "--data", "line.csv", "--test", "bad.csv"], "bad.csv: line 2"],
    [["--system", "dwn", "--data", "line.csv", "--test", "wide.csv"], "has 3 features a row"],
    [["--system", "dwn", "--data", "line.csv", "--class-column", "z"], "--class-column z"],
    [
      ["--system", "dwn", "--data", "line.csv", "--test-last", "20"],
      "of which 20 are to be held out",
    ],
    [["--system", "dwn", "--data", "line.csv", "--held-out", "1"], "above 0 and below 1"],
    [["--system", "dwn", "--data", "line.csv", "--model", "iris"], "names a network of bthowen"],
    [["--system", "dwn", "--data", "line.csv", "--results", "bad.csv"], "holds no results"],
    [["--system", "dwn", "--data", "line.csv", "--candidates", "0"], "at least 1"],
  ])("%j", async (args, message) => {
    const folder = scratchFolder({
      "line.csv": lineCsv(20),
      "bad.csv": "1,2,x\n?,2,x\n",
      "wide.csv": "1,2,3,left\n1,2,3,right\n",
    });
    const inFolder = args.map((arg) => (arg.endsWith(".csv") ? join(folder, arg) : arg));
    const { code, output, errors } = await runInProcess(["weightless", ...inFolder]);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(message);
  });

  test("sizes that no network can have", async () => {
    const folder = scratchFolder({ "line.csv": lineCsv(20) });
    const args = ["weightless", "--system", "dwn", "--data", join(folder, "line.csv")];
    const { code, errors } = await runInProcess([...args, "--inputs-per-table", "9"]);
    expect(code).not.toBe(0);
    expect(errors).toContain("dwn: inputsPerTable must be an integer in 1 … 8, got 9");
  });
});
