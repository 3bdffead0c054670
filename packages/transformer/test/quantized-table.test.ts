import { createRandom } from "@bnnkit/testing";
import { expect, test } from "vitest";
import { dequantizeTable, quantizeTable } from "../src/quantized-table.ts";

test("a row is max/127 times codes in −127…127", () => {
  const { codes, scales } = quantizeTable(Float32Array.of(127, -127, 0.5, 1.5, -0, 0, 0, 0), 2, 4);
  expect([...codes]).toEqual([127, -127, 0, 2, 0, 0, 0, 0]);
  expect([...scales]).toEqual([1, 1]);
});

test("rounding moves a value by at most half a scale", () => {
  const random = createRandom(1);
  const values = Float32Array.from({ length: 7 * 31 }, () => random.normal());
  const table = quantizeTable(values, 7, 31);
  const restored = dequantizeTable(table);
  for (const [i, value] of values.entries()) {
    const scale = table.scales[Math.floor(i / 31)];
    expect(Math.abs(restored[i] - value)).toBeLessThanOrEqual(0.5001 * scale);
  }
});

test("a rounded table rounds to itself", () => {
  const random = createRandom(2);
  const values = Float32Array.from({ length: 5 * 33 }, () => random.normal());
  const table = quantizeTable(values, 5, 33);
  expect(quantizeTable(dequantizeTable(table), 5, 33).codes).toEqual(table.codes);
});

test.each([NaN, Number.POSITIVE_INFINITY])("%d is refused, naming its index", (value) => {
  expect(() => quantizeTable(Float32Array.of(1, 2, value, 3), 2, 2)).toThrow("values[2]");
});

test.each([3, 9])("%d values are no table of 2 × 4", (length) => {
  expect(() => quantizeTable(new Float32Array(length), 2, 4)).toThrow(
    `values must have rows × columns = 8 elements, got ${length}`,
  );
});

test("codes that are not as many for each scale are refused", () => {
  const table = { codes: new Int8Array(5), scales: new Float32Array(2) };
  expect(() => dequantizeTable(table)).toThrow("(5) must be a multiple of scales.length (2)");
});
