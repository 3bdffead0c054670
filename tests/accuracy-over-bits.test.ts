import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readResults } from "../apps/train/src/systems/results-files.ts";
import { drawAccuracyOverBits } from "../docs/accuracy-over-bits.ts";

const folderOf = (path: string): string => fileURLToPath(new URL(`../${path}/`, import.meta.url));

const claims = await readResults(folderOf("docs/claims"), "claims");
const all = await readResults(folderOf("packages/layers/results"), "fashion-mnist");
const results = [...claims, ...all.filter(({ network }) => network === "mlp")];

test("the picture is that of the runs", async () => {
  const svg = drawAccuracyOverBits(results);
  // Four numbers of bits with one seed each, and two more seeds for 1.4.
  expect(svg.match(/<circle /g)).toHaveLength(6);
  expect(svg).not.toMatch(/NaN|undefined/);
  await expect(svg).toMatchFileSnapshot("../docs/claims/hbnn-accuracy-over-bits.svg");
});

test("the page of HBNN shows it, with figures of the runs", () => {
  const page = readFileSync(new URL("../docs/systems/hbnn.md", import.meta.url), "utf8");
  expect(page).toContain("](../claims/hbnn-accuracy-over-bits.svg)");
  const runs = results.filter(({ system }) => system === "hbnn");
  const figures = new Set(runs.map(({ accuracy }) => (100 * accuracy).toFixed(2)));
  const told = page.match(/\d\d\.\d\d(?= %)/g) ?? [];
  expect(told.length).toBeGreaterThan(4);
  expect(told.filter((figure) => !figures.has(figure))).toEqual([]);
});

test("runs of several networks, or none, are refused", () => {
  const where = "drawAccuracyOverBits: results must be of one network, got";
  expect(() => drawAccuracyOverBits([])).toThrow(`${where} none`);
  expect(() => drawAccuracyOverBits([...claims, ...all])).toThrow(`${where} mlp, 3 epochs; cnn`);
});
