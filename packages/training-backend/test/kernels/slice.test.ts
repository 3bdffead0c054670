import { fc, test as propertyTest } from "@fast-check/vitest";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";

beforeAll(() => installTrainingBackend());

/** A shape with one cut `[begin, begin + size)` of each axis. */
const cutShape = fc.array(
  fc
    .integer({ min: 1, max: 5 })
    .chain((length) =>
      fc
        .integer({ min: 0, max: length })
        .chain((begin) =>
          fc.integer({ min: 0, max: length - begin }).map((size) => ({ length, begin, size })),
        ),
    ),
  { minLength: 1, maxLength: 5 },
);

describe("slice", () => {
  propertyTest.prop([
    cutShape,
    fc.constantFrom("float32" as const, "int32" as const, "bool" as const),
  ])("takes the elements of the definition", (axes, dtype) => {
    const shape = axes.map(({ length }) => length);
    const count = shape.reduce((p, size) => p * size, 1);
    const values = Array.from({ length: count }, (_, i) => (dtype === "bool" ? i % 3 === 0 : i));
    const expected = values.filter((_, at) => {
      let rest = at;
      return axes.every((_, fromStart) => {
        const { length, begin, size } = axes[axes.length - 1 - fromStart];
        const index = rest % length;
        rest = Math.floor(rest / length);
        return index >= begin && index < begin + size;
      });
    });
    tf.tidy(() => {
      const sliced = tf.slice(
        tf.tensor(values.map(Number), shape, dtype),
        axes.map(({ begin }) => begin),
        axes.map(({ size }) => size),
      );
      expect(sliced.shape).toEqual(axes.map(({ size }) => size));
      expect(Array.from(sliced.dataSync())).toEqual(expected.map(Number));
    });
  });

  test("of strings still works", () => {
    expect(Array.from(tf.slice(tf.tensor1d(["a", "b", "c"]), 1, 2).dataSync())).toEqual(["b", "c"]);
  });

  test("outside the tensor is refused", () => {
    expect(() => tf.slice(tf.zeros([3, 5]), [1, 2], [3, 1])).toThrow();
  });
});

test("split and unstack give every piece in order", () => {
  const x = tf.tensor(
    Array.from({ length: 30 }, (_, i) => i),
    [2, 5, 3],
  );
  const parts = tf.split(x, [1, 0, 4], 1);
  expect(parts.map(({ shape }) => shape)).toEqual([
    [2, 1, 3],
    [2, 0, 3],
    [2, 4, 3],
  ]);
  expect(Array.from(parts[0].dataSync())).toEqual([0, 1, 2, 15, 16, 17]);
  const columns = tf.unstack(x, -1);
  expect(columns.length).toBe(3);
  expect(columns[1].shape).toEqual([2, 5]);
  expect(Array.from(columns[1].dataSync())).toEqual([1, 4, 7, 10, 13, 16, 19, 22, 25, 28]);
});
