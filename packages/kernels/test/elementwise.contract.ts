import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, floats } from "./operands.ts";

function runRelu(f: ArenaFixture, x: Float32Array, rows: number): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(x.length);
    const features = rows === 0 ? 1 : x.length / rows;
    f.run((tape) => tape.relu({ x: f.floats(x), rows: f.ints([rows]), features, out: out.offset }));
    return out.read();
  });
}

function runAdd(f: ArenaFixture, a: Float32Array, b: Float32Array, rows: number): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(a.length);
    const features = rows === 0 ? 1 : a.length / rows;
    f.run((tape) =>
      tape.add({ a: f.floats(a), b: f.floats(b), rows: f.ints([rows]), features, out: out.offset }),
    );
    return out.read();
  });
}

export function elementwiseContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i features equal the reference", (features) => {
    for (const rows of [0, 1, 5]) {
      const [a, b] = [floats(rows * features, 2), floats(rows * features, 3)];
      const positive = Array.from(runRelu(fixture(), a, rows), (x) => x + 0);
      expect(positive).toEqual(Array.from(reference.relu(a), (x) => x + 0));
      const sums = Float32Array.from(reference.add(a, b));
      expect(runAdd(fixture(), a, b, rows)).toEqual(sums);
    }
  });

  test("relu keeps NaN and makes −∞ 0", () => {
    const x = Float32Array.of(
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      -1,
      2,
    );
    expect(runRelu(fixture(), x, 1)).toEqual(
      Float32Array.of(Number.NaN, 0, Number.POSITIVE_INFINITY, 0, 2),
    );
  });

  test("add of NaN is NaN there alone; in place on a gives the same", () => {
    const f = fixture();
    const a = Float32Array.of(1, Number.NaN, 3);
    const b = Float32Array.of(10, 20, 30);
    const expected = Float32Array.of(11, Number.NaN, 33);
    expect(runAdd(f, a, b, 1)).toEqual(expected);
    f.scope(() => {
      const place = f.floats(a);
      f.run((tape) =>
        tape.add({ a: place, b: f.floats(b), rows: f.ints([1]), features: 3, out: place }),
      );
      expect(f.kernels.float32(place, 3).slice()).toEqual(expected);
    });
  });
}
