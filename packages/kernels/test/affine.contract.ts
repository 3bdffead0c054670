import { expect, test } from "vitest";
import type { Element } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, codes, floats, indices } from "./operands.ts";

interface Case extends reference.AffineReference {
  readonly x: Float32Array | Int32Array | Int8Array | Uint8Array;
}

function run(f: ArenaFixture, c: Case, inPlace = false): Float32Array {
  const { x, features } = c;
  const { element, offset } = placed(f, x);
  return f.scope(() => {
    const out = f.floatOutput(x.length);
    if (inPlace) f.kernels.float32(out.offset, x.length).set(x);
    f.run((tape) =>
      tape.affine({
        x: inPlace ? out.offset : offset(),
        element,
        rows: f.ints([x.length / features]),
        features,
        scales: f.optionalFloats(c.scales),
        offsets: f.optionalFloats(c.offsets),
        slopes: f.optionalFloats(c.slopes),
        relu: c.relu ?? false,
        after: f.optionalFloats(c.after),
        out: out.offset,
      }),
    );
    return out.read();
  });
}

function placed(
  f: ArenaFixture,
  x: Case["x"],
): { readonly element: Element; readonly offset: () => number } {
  if (x instanceof Float32Array) return { element: "float32", offset: () => f.floats(x) };
  if (x instanceof Int32Array) return { element: "int32", offset: () => f.ints(x) };
  const element = x instanceof Int8Array ? "int8" : "uint8";
  return { element, offset: () => f.bytes(x) };
}

export function affineContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i features equal the reference, whatever is absent", (features) => {
    const [scales, offsets, slopes, after] = [3, 4, 5, 6].map((seed) => floats(features, seed));
    const integers = indices(3 * features, 2 ** 30, 7).map((x) => x - 2 ** 29);
    const bytes = codes(3 * features, 8);
    const real = [floats(3 * features, 2), new Float32Array(0)];
    for (const x of [...real, integers, bytes, Uint8Array.from(bytes)]) {
      for (const parts of [
        {},
        { scales },
        { scales, offsets },
        { offsets, slopes, after },
        { scales, offsets, relu: true },
        { scales, offsets, slopes, after },
      ]) {
        const c = { x, features, ...parts };
        expect(run(fixture(), c)).toEqual(reference.affine(c));
      }
    }
  });

  test("in place; NaN is NaN there alone, and no slope makes −0 of 0", () => {
    const x = Float32Array.of(0, Number.NaN, -2, 3, -1, Number.NEGATIVE_INFINITY);
    const c = { x, features: 2, slopes: Float32Array.of(-1, 0.5) };
    const expected = Float32Array.of(0, Number.NaN, 2, 3, 1, Number.NEGATIVE_INFINITY);
    expect(run(fixture(), c, true)).toEqual(expected);
  });

  test("slopes and relu exclude each other", () => {
    const operands = { x: 1024, rows: 1024, features: 3, out: 1024, slopes: 1024, relu: true };
    expect(() => fixture().run((tape) => tape.affine({ ...operands, element: "int32" }))).toThrow(
      "affine: give at most one of slopes and relu",
    );
  });
}
