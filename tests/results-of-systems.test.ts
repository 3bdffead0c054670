import { readFileSync } from "node:fs";
import { systems } from "@bnnkit/layers";
import { expect, test } from "vitest";
import type { ImageResult } from "../apps/train/src/image/image-result.ts";
import { formatSystems } from "../apps/train/src/systems/format-systems.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const results: readonly ImageResult[] = JSON.parse(
  read("apps/train/results/fashion-mnist-mlp.json"),
);

test("the README's table is that of the results", () => {
  expect(read("packages/layers/README.md")).toContain(formatSystems(results));
});

test("results are of recipes that there are, each with the same class packed for all images", () => {
  for (const { system, preset, sameClass, testImages } of results) {
    expect(Object.keys(systems[system].presets)).toContain(preset);
    expect(sameClass).toBe(testImages);
  }
});
