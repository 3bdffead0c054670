import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SystemResult } from "../../src/systems/system-result.ts";
import { runInProcess } from "../command-line.ts";
import { scratchFolder } from "../corpus/scratch-folder.ts";
import { floatResult, inventedResult, inventedSpeed } from "./invented-result.ts";

const { speeds: _, ...bnn } = inventedResult();

/** A folder of two runs that are done and one that is not; the second result is what `image --json` printed. */
function scratchRuns(others: Record<string, string> = {}): string {
  return scratchFolder({
    "mlp-float/result.json": JSON.stringify(floatResult),
    "mlp-bnn/result.json": JSON.stringify({ out: "…", steps: 1800, result: bnn }),
    "mlp-bop/config.json": "{}",
    "mlp-bop.log": "…",
    ...others,
  });
}

const results = (out: string, ...args: string[]): string[] => [
  ...["results", "--out", out, "--name", "invented"],
  ...args,
];

const dataIn = (out: string, network: string): readonly SystemResult[] =>
  JSON.parse(readFileSync(join(out, `invented-${network}.json`), "utf8"));

test("data, picture and table are made of folders, and made anew without", async () => {
  const out = join(scratchFolder(), "results");
  const readme = join(scratchFolder(), "README.md");
  writeFileSync(
    readme,
    "before\n\n<!-- results: made by `train results --readme` -->\nold\n<!-- end of results -->\n\nbehind\n",
  );
  const first = await runInProcess(results(out, scratchRuns(), "--readme", readme));
  expect(first).toMatchObject({ code: 0, errors: "" });
  expect(readdirSync(out)).toEqual(["accuracy-over-size.svg", "invented-mlp.json"]);
  expect(dataIn(out, "mlp")).toEqual([floatResult, bnn]);
  const text = readFileSync(readme, "utf8");
  expect(text).toMatch(/^before\n\n<!--.*-->\n\n\| network .*\|\n\n<!--.*-->\n\nbehind\n$/s);
  expect(text).toContain(first.output);
  const picture = readFileSync(join(out, "accuracy-over-size.svg"), "utf8");
  const again = await runInProcess(results(out, "--readme", readme));
  expect(again.output).toBe(first.output);
  expect(readFileSync(readme, "utf8")).toBe(text);
  expect(readFileSync(join(out, "accuracy-over-size.svg"), "utf8")).toBe(picture);
});

test("later runs are put over earlier ones, with speeds by the folder of the run", async () => {
  const out = scratchFolder();
  await runInProcess(results(out, scratchRuns()));
  const speeds = [inventedSpeed(1, 900), inventedSpeed(64, 4000)];
  const later = scratchRuns({
    "mlp-bnn/result.json": JSON.stringify(inventedResult({ accuracy: 0.88 })),
    "cnn-bnn/result.json": JSON.stringify(inventedResult({ network: "cnn" })),
    "speeds.json": JSON.stringify([{ name: "mlp-bnn", batches: speeds }]),
  });
  const { output } = await runInProcess(results(out, later, "--json"));
  expect(JSON.parse(output)).toEqual([...dataIn(out, "mlp"), ...dataIn(out, "cnn")]);
  expect(dataIn(out, "mlp")).toEqual([floatResult, inventedResult({ accuracy: 0.88, speeds })]);
  expect(dataIn(out, "cnn")).toEqual([inventedResult({ network: "cnn" })]);
});

describe("a wrong file or argument gives exit code 2, and writes nothing", () => {
  test.each([
    ["no results", [], {}, "has no invented-mlp.json or invented-cnn.json; name folders of runs"],
    ["no run", ["runs"], { "runs/mlp-bnn/config.json": "{}" }, "has no folder with a result.json"],
    ["no folder", ["none"], {}, "cannot be read: ENOENT"],
    ["no JSON", ["runs"], { "runs/a/result.json": "{" }, "result.json: is no JSON: "],
    [
      "no result",
      ["runs"],
      { "runs/a/result.json": "{}", "runs/a/config.json": "{}" },
      "result.json: is no result of a run: it has no number",
    ],
    [
      "other speeds",
      ["runs"],
      { "runs/a/result.json": JSON.stringify(bnn), "runs/speeds.json": "{}" },
      "speeds.json: must be a list of { name, batches",
    ],
    ["other data", [], { "out/invented-mlp.json": "[1]" }, "is no list of results of runs"],
    [
      "a README without a place",
      ["runs", "--readme", "README.md"],
      { "runs/a/result.json": JSON.stringify(bnn), "README.md": "text" },
      'needs a line "<!-- results',
    ],
  ])("%s", async (_name, args, files: Record<string, string>, message) => {
    const folder = scratchFolder(files);
    const placed = args.map((arg) => (arg.startsWith("--") ? arg : join(folder, arg)));
    const { code, output, errors } = await runInProcess(results(join(folder, "out"), ...placed));
    expect(errors).toContain(message);
    expect({ code, output }).toEqual({ code: 2, output: "" });
  });
});
