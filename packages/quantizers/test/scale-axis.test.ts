import { expect, test } from "vitest";
import { bmtQuantizer } from "../src/bmt-quantizer.ts";
import { reducedAxes } from "../src/scale-axis.ts";

test.each([
  ["weights", 2, [0]],
  ["weights", 4, [0, 1, 2]],
  ["weight-rows", 3, [1, 2]],
  ["activations", 3, [2]],
  ["tensor", 3, [0, 1, 2]],
] as const)("%s of rank %i reduces %j", (scaleAxis, rank, axes) => {
  expect(reducedAxes(scaleAxis, rank)).toEqual(axes);
});

test("negative axes count from the end", () => {
  expect(reducedAxes([-1, 0], 3)).toEqual([2, 0]);
});

test.each([3, -4, 0.5, NaN])("axis %d of a rank-3 tensor is refused", (axis) => {
  expect(() => reducedAxes([axis], 3)).toThrow(RangeError);
});

test("a scalar has no axis", () => {
  expect(() => reducedAxes("tensor", 0)).toThrow("rank must be at least 1, got 0");
});

test.each([[[1, -1]], [[0, 0]]])(
  "axes %j name one twice and are refused: tfjs would reduce all",
  (axes) => {
    expect(() => reducedAxes(axes, 2)).toThrow(/^reducedAxes: axis \([01]\) must be named once$/);
  },
);

test("a name that there is not is refused where the quantizer is made", () => {
  const options: Parameters<typeof bmtQuantizer>[0] = JSON.parse('{ "scaleAxis": "rows" }');
  expect(() => bmtQuantizer(options)).toThrow(
    "bmtQuantizer: scaleAxis must be one of weights, weight-rows, activations, tensor or a list of axes, got rows",
  );
});
