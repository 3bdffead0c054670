import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { systems } from "@bnnkit/layers";
import { expect, test } from "vitest";
import { presetsOfNetwork } from "../apps/train/src/image/presets-of-network.ts";
import { drawAccuracyOverSize } from "../apps/train/src/systems/accuracy-picture.ts";
import { formatSystems } from "../apps/train/src/systems/format-systems.ts";
import { readResults } from "../apps/train/src/systems/results-files.ts";

const folder = new URL("../packages/layers/results/", import.meta.url);
const results = await readResults(fileURLToPath(folder), "fashion-mnist");

const read = (path: string): string => readFileSync(new URL(path, folder), "utf8");

test("the README's table is that of the results", () => {
  expect(read("../README.md")).toContain(`\n${formatSystems(results)}\n`);
});

test("the picture is that of the results", () => {
  expect(read("accuracy-over-size.svg")).toBe(drawAccuracyOverSize(results));
});

/** Takes signs of sums of products with real scales, in which the order of the additions may decide. */
const inexact = new Set(["abc-net"]);

test("results are of recipes that there are, each with the same class packed for all images", () => {
  expect(results.length).toBeGreaterThan(0);
  for (const { network, system, preset, sameClass, testImages } of results) {
    expect(presetsOfNetwork(network, system)).toContain(preset);
    expect(sameClass).toBeGreaterThanOrEqual(inexact.has(system) ? testImages - 1 : testImages);
  }
});

test("every system that there is has a result of a network of convolutions, and of the MLP but where it has none", () => {
  const names = (network: string): ReadonlySet<string> =>
    new Set(results.filter((run) => run.network === network).map(({ system }) => system));
  expect([...names("cnn")].sort()).toEqual(Object.keys(systems).sort());
  const dense = Object.keys(systems).filter((system) => system !== "lbcnn");
  expect([...names("mlp")].sort()).toEqual(dense.sort());
});
