import { expect, test } from "vitest";
import { packScaling } from "../../src/webgpu/scaling.ts";

test("scale, bias and slope of each column lie side by side; absent ones change nothing", () => {
  const columnScales = Float32Array.of(2, -0);
  expect(packScaling("uploadScaling", { columnScales })).toEqual(
    Float32Array.of(2, 0, 1, 0, -0, 0, 1, 0),
  );
  const [bias, slopes] = [Float32Array.of(3, 4), Float32Array.of(0.5, 0)];
  expect(packScaling("uploadScaling", { columnScales, bias, slopes })).toEqual(
    Float32Array.of(2, 3, 0.5, 0, -0, 4, 0, 0),
  );
});

test("lengths, NaN and infinities, slopes beside relu, and other kinds are refused", () => {
  const columnScales = Float32Array.of(1, 2);
  expect(() => packScaling("uploadScaling", { columnScales, bias: Float32Array.of(1) })).toThrow(
    new RangeError("uploadScaling: bias must have 2 elements, got 1"),
  );
  expect(() =>
    packScaling("uploadScaling", { columnScales: Float32Array.of(1, Number.NaN) }),
  ).toThrow(new RangeError("uploadScaling: columnScales[1] must be finite, got NaN"));
  const slopes = Float32Array.of(1, Number.NEGATIVE_INFINITY);
  expect(() => packScaling("uploadScaling", { columnScales, slopes })).toThrow(
    /slopes\[1\] must be finite/,
  );
  expect(() =>
    packScaling("uploadScaling", { columnScales, slopes: columnScales, relu: true }),
  ).toThrow(RangeError);
  expect(() => packScaling("uploadScaling", JSON.parse('{"columnScales":[1]}'))).toThrow(TypeError);
});
