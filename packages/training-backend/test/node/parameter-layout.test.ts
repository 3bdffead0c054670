import { expect, test } from "vitest";
import { copyIn, copyOut, layParameters } from "../../src/node/parameter-layout.ts";

const parameters = {
  a: { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
  scalar: { shape: [], values: Float32Array.of(7) },
  b: { shape: [2], values: Float32Array.of(8, 9) },
};

test("parameters lie one after the other in the order of the record", () => {
  const layout = layParameters(parameters);
  expect(layout.length).toBe(2 * 3 + 1 + 2);
  expect(layout.spans.map(({ name, offset }) => [name, offset])).toEqual([
    ["a", 0],
    ["scalar", 6],
    ["b", 7],
  ]);
});

test("copyOut after copyIn gives the record back", () => {
  const layout = layParameters(parameters);
  const record = { a: parameters.a.values, scalar: Float32Array.of(-0), b: parameters.b.values };
  const flat = new Float32Array(layout.length);
  copyIn(layout, record, flat);
  expect(copyOut(layout, flat)).toEqual(record);
});

test("copyIn writes nothing if one parameter does not fit", () => {
  const layout = layParameters(parameters);
  const flat = new Float32Array(layout.length);
  const record = { a: parameters.a.values, scalar: new Float32Array(2), b: parameters.b.values };
  expect(() => copyIn(layout, record, flat)).toThrow("copyIn: scalar must have 1 values, got 2");
  expect(flat).toEqual(new Float32Array(layout.length));
});
