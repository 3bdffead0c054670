import { expect, test } from "vitest";
import { drawAccuracyOverSize } from "../../src/systems/accuracy-picture.ts";
import { floatResult, inventedResult } from "./invented-result.ts";

const results = [
  floatResult,
  inventedResult(),
  inventedResult({ seed: 2, accuracy: 0.88 }),
  inventedResult({ preset: "bnn-torch7" }),
  inventedResult({ network: "cnn", modelBytes: 50_000, accuracy: 0.9 }),
];

const circles = (svg: string): readonly { readonly x: number; readonly y: number }[] =>
  [...svg.matchAll(/<circle\b[^>]*>/g)].map(([circle]) => ({
    x: Number(/\bcx="([\d.]+)"/.exec(circle)?.[1]),
    y: Number(/\bcy="([\d.]+)"/.exec(circle)?.[1]),
  }));

test("a dot for each system, preset and network: larger files to the right, better ones above", () => {
  const svg = drawAccuracyOverSize(results);
  const [float, bnn, torch, cnn] = circles(svg);
  expect(circles(svg)).toHaveLength(4);
  expect(float.x).toBeGreaterThan(bnn.x);
  expect(bnn.x).toBeGreaterThan(cnn.x);
  expect(torch.x).toBe(bnn.x);
  expect(float.y).toBe(cnn.y);
  expect(bnn.y).toBeLessThan(torch.y);
  for (const name of ["float", "bnn", "bnn bnn-torch7", "● mlp", "● cnn"]) {
    expect(svg).toContain(`>${name}</text>`);
  }
});

test("the same results give the same file, for any reader of SVG", () => {
  const svg = drawAccuracyOverSize(results);
  expect(drawAccuracyOverSize(results)).toBe(svg);
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain("prefers-color-scheme:dark");
  expect(svg).not.toMatch(/NaN|undefined/);
});

test("one result is drawn, too", () => {
  expect(circles(drawAccuracyOverSize([floatResult]))).toHaveLength(1);
});
