import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import type { KernelStart } from "../src/kernel-start.ts";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { quantDense } from "../src/quant-dense.ts";
import { recipeOf } from "../src/systems/recipe-of.ts";
import { applyLayer } from "./apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

const inputs = 48;

function startOf(kernelStart: KernelStart | undefined, seed = 3): number[] {
  const layer = quantDense({ units: 16, seed, ...(kernelStart && { kernelStart }) });
  applyLayer(layer, tf.ones([1, inputs]));
  return [...layer.kernel.dataSync()];
}

const range = (values: readonly number[]): readonly number[] => [
  Math.min(...values),
  Math.max(...values),
];
const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

test("Glorot's range is the default", () => {
  const [least, greatest] = range(startOf(undefined));
  const bound = Math.sqrt(6 / (inputs + 16));
  expect(least).toBeLessThan(-0.95 * bound);
  expect(least).toBeGreaterThanOrEqual(-bound);
  expect(greatest).toBeGreaterThan(0.95 * bound);
  expect(greatest).toBeLessThanOrEqual(bound);
  expect(startOf("glorot-uniform")).toEqual(startOf(undefined));
});

test("between two numbers, as ReActNet's code starts: all positive, up to 0.001", () => {
  const { kernelStart } = recipeOf("reactnet", "reactnet-code").hidden;
  expect(kernelStart).toEqual([0, 0.001]);
  const [least, greatest] = range(startOf(kernelStart));
  expect(least).toBeGreaterThanOrEqual(0);
  expect(least).toBeLessThan(0.00005);
  expect(greatest).toBeGreaterThan(0.00095);
  expect(greatest).toBeLessThanOrEqual(Math.fround(0.001));
});

test("He's deviation is √(2/in), but for what is cut off", () => {
  // Beyond two deviations nothing is drawn: 0.88 of the deviation remains.
  const share = deviation(startOf("he-normal")) / Math.sqrt(2 / inputs);
  expect(share).toBeGreaterThan(0.8);
  expect(share).toBeLessThan(1.05);
});

test("signs are those of Glorot's values", () => {
  expect(startOf("signs")).toEqual(startOf(undefined).map((value) => (value < 0 ? -1 : 1)));
  expect(recipeOf("bop", "bop-paper").hidden.kernelStart).toBe("signs");
});

test.each<KernelStart>(["glorot-uniform", "he-normal", "signs", [-2, 3]])(
  "%s: the same for a seed, others for another; a saved layer knows it",
  (kernelStart) => {
    expect(startOf(kernelStart)).toEqual(startOf(kernelStart));
    expect(startOf(kernelStart, 4)).not.toEqual(startOf(kernelStart));
    const layer = quantConv2d({ filters: 2, kernelSize: 3, kernelStart });
    const config: unknown = JSON.parse(JSON.stringify(layer.getConfig()));
    expect(config).toMatchObject({ kernelStart });
  },
);

test.each<readonly [KernelStart, string]>([
  [[1, 1], "[1,1]"],
  [[2, 1], "[2,1]"],
  [[0, Number.NaN], "[0,null]"],
  [Object("zeros"), '"zeros"'],
])("%j is refused", (kernelStart, told) => {
  expect(() => quantDense({ units: 1, name: "d", kernelStart })).toThrow(
    `d: kernelStart must be "glorot-uniform", "he-normal", "signs" or two rising numbers, got ${told}`,
  );
});
