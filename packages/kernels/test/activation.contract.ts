import { expect, test } from "vitest";
import type { OperandsOf } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectWithin } from "./expect-close.ts";
import { boundarySizes, floats } from "./operands.ts";

type Name = OperandsOf<"activation">["function"];

function run(f: ArenaFixture, name: Name, x: Float32Array, rows: number): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(x.length);
    const features = rows === 0 ? 1 : x.length / rows;
    const operands = { x: f.floats(x), rows: f.ints([rows]), features, out: out.offset };
    f.run((tape) => tape.activation({ ...operands, function: name }));
    return out.read();
  });
}

/** Of every magnitude that matters, and of both signs. */
function spread(length: number): Float32Array {
  return floats(length, 2).map((x, i) => x * 2 ** ((i % 37) - 30));
}

export function activationContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i features: absolute and clip01 are exact", (features) => {
    for (const rows of [0, 1, 5]) {
      const x = floats(rows * features, 2).map((value) => 2 * value);
      for (const name of ["absolute", "clip01"] as const) {
        const expected = Float32Array.from(reference.activation(name, x));
        expect(run(fixture(), name, x, rows)).toEqual(expected);
      }
    }
  });

  test.each([1, 3, 131, 1031])(
    "%i features: tanh, gelu and silu are as close as promised",
    (features) => {
      const x = spread(3 * features);
      const tanh = reference.activation("tanh", x);
      expectWithin(
        run(fixture(), "tanh", x, 3),
        tanh,
        (i) => 2 ** -21 * Math.abs(tanh[i]) + 2 ** -148,
      );
      for (const name of ["gelu", "silu"] as const) {
        const expected = reference.activation(name, x);
        expectWithin(
          run(fixture(), name, x, 3),
          expected,
          (i) => 2 ** -21 * Math.max(1, Math.abs(x[i])),
        );
      }
    },
  );

  test("near 0.625, where tanh changes its formula, and at the ends", () => {
    const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;
    const x = Float32Array.of(
      0.625,
      0.62499994,
      -0.625,
      0,
      -0,
      1e-40,
      100,
      -100,
      infinity,
      -infinity,
      nan,
    );
    const tanh = reference.activation("tanh", x);
    const actual = run(fixture(), "tanh", x, 1);
    expectWithin(actual.slice(0, 10), tanh.slice(0, 10), (i) => 2 ** -21 * Math.abs(tanh[i]));
    expect(actual.slice(3, 5)).toEqual(Float32Array.of(0, -0));
    expect(actual[10]).toBeNaN();
    const gelu = run(fixture(), "gelu", x, 1);
    expect(gelu.slice(6, 9)).toEqual(Float32Array.of(100, -0, infinity));
    expect(gelu[10]).toBeNaN();
    const silu = run(fixture(), "silu", x, 1);
    expect(silu.slice(8, 9)).toEqual(Float32Array.of(infinity));
    expect(silu[10]).toBeNaN();
    expect(run(fixture(), "clip01", x, 1).slice(6)).toEqual(Float32Array.of(1, 0, 1, 0, nan));
    expect(run(fixture(), "absolute", x, 1).slice(7)).toEqual(
      Float32Array.of(100, infinity, infinity, nan),
    );
  });
}
