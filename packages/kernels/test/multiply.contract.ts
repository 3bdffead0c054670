import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, floats, indices } from "./operands.ts";

function run(
  f: ArenaFixture,
  a: Float32Array | Int32Array,
  b: Float32Array | Int32Array,
  rows: number,
  features: number,
): Float32Array {
  const isFloat = a instanceof Float32Array;
  return f.scope(() => {
    const out = f.floatOutput(a.length);
    f.run((tape) =>
      tape.multiply({
        a: isFloat ? f.floats(a) : f.ints(a),
        b: isFloat ? f.floats(b) : f.ints(b),
        ...{ element: isFloat ? "float32" : "int32", rows: f.ints([rows]), features },
        bFeatures: b.length === a.length ? features : 1,
        out: out.offset,
      }),
    );
    return out.read();
  });
}

export function multiplyContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i features, by as many or by one", (features) => {
    for (const rows of [0, 1, 5]) {
      const a = floats(rows * features, 2);
      const integers = indices(rows * features, 2 ** 12, 4);
      for (const length of [rows * features, rows]) {
        const b = floats(length, 3);
        const expected = Float32Array.from(reference.multiply(a, b, features));
        expect(run(fixture(), a, b, rows, features)).toEqual(expected);
        const factors = indices(length, 2 ** 12, 5).map((x) => -x);
        const products = Int32Array.from(reference.multiply(integers, factors, features));
        const actual = run(fixture(), integers, factors, rows, features);
        expect(new Int32Array(actual.buffer)).toEqual(products);
      }
    }
  });

  test("a NaN factor of a row makes that row NaN and no other", () => {
    const product = run(fixture(), floats(6, 2), Float32Array.of(1, Number.NaN), 2, 3);
    expect(Array.from(product, Number.isNaN)).toEqual([false, false, false, true, true, true]);
  });
}
