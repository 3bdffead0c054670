import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, floats } from "./operands.ts";

interface Quantized {
  readonly codes: Int8Array;
  readonly rowScales: Float32Array;
}

function run(f: ArenaFixture, x: Float32Array, rows: number, features: number): Quantized {
  return f.scope(() => {
    const codes = f.byteOutput(rows * features);
    const rowScales = f.floatOutput(rows);
    f.run((tape) =>
      tape.quantizeInt8({
        x: f.floats(x),
        rows: f.ints([rows]),
        features,
        codes: codes.offset,
        rowScales: rowScales.offset,
      }),
    );
    return { codes: codes.read(), rowScales: rowScales.read() };
  });
}

export function quantizeInt8Contract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 7, 8, 9, 15, 17])("%i features equal the reference", (features) => {
    for (const rows of [0, 1, 3]) {
      const x = floats(rows * features, features).map((value) => 3 * value);
      expect(run(fixture(), x, rows, features)).toEqual(reference.quantizeInt8(x, rows, features));
    }
  });

  test("halves round to the even code: max 127 makes the scale 1", () => {
    const x = Float32Array.of(127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0, -0);
    const expected = Int8Array.of(127, 0, 2, 2, 0, -2, -2, 0, 0);
    expect(run(fixture(), x, 1, 9)).toEqual({ codes: expected, rowScales: Float32Array.of(1) });
  });

  test("a row of zeros has scale 1 and codes 0", () => {
    const x = Float32Array.of(0, -0, 0, -0, 0);
    expect(run(fixture(), x, 1, 5)).toEqual({
      codes: new Int8Array(5),
      rowScales: Float32Array.of(1),
    });
  });

  test("codes stay within ±127 where the scale is subnormal and rounds down", () => {
    const least = 2 ** -149;
    const x = Float32Array.of(190 * least, -190 * least, 100 * least);
    expect(run(fixture(), x, 1, 3)).toEqual({
      codes: Int8Array.of(127, -127, 100),
      rowScales: Float32Array.of(least),
    });
  });

  test("NaN makes its row's scale NaN, and nothing in other rows", () => {
    const x = floats(3 * 13);
    const clean = run(fixture(), x, 3, 13);
    x[13 + 12] = Number.NaN;
    const { codes, rowScales } = run(fixture(), x, 3, 13);
    expect(Array.from(rowScales, Number.isNaN)).toEqual([false, true, false]);
    expect(codes.slice(0, 13)).toEqual(clean.codes.slice(0, 13));
    expect(codes.slice(26)).toEqual(clean.codes.slice(26));
  });

  test("a row alone gives what it gives among others", () => {
    const x = floats(5 * 21);
    const { codes, rowScales } = run(fixture(), x, 5, 21);
    for (let m = 0; m < 5; m++) {
      expect(run(fixture(), x.slice(m * 21, (m + 1) * 21), 1, 21)).toEqual({
        codes: codes.slice(m * 21, (m + 1) * 21),
        rowScales: rowScales.slice(m, m + 1),
      });
    }
  });
}
