import { packBipolar } from "@bnnkit/core";
import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import { type ArenaFixture, bitWords } from "./arena-fixture.ts";
import { boundarySizes, codes } from "./operands.ts";

function run(
  f: ArenaFixture,
  x: Int8Array,
  rows: number,
  features: number,
  thresholds?: Int8Array,
): Int32Array {
  return f.scope(() => {
    const bits = f.intOutput(bitWords(rows, features));
    f.run((tape) =>
      tape.signPackInt8({
        ...{ x: f.bytes(x), rows: f.ints([rows]), features, bits: bits.offset },
        thresholds: thresholds === undefined ? 0 : f.bytes(thresholds),
      }),
    );
    return bits.read();
  });
}

export function signPackInt8Contract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 15, 16, 17, 255])("%i features equal the reference", (features) => {
    for (const rows of [0, 1, 5]) {
      const x = codes(rows * features, features);
      for (const thresholds of [undefined, codes(features, 7)]) {
        const signs = reference.signPackInt8(x, rows, features, thresholds);
        const words = rows === 0 ? [] : packBipolar(signs, rows, features).words;
        expect(run(fixture(), x, rows, features, thresholds)).toEqual(Int32Array.from(words));
      }
    }
  });

  test("0 is positive; equal to the threshold is; −128 below 127 is not, without overflow", () => {
    const x = Int8Array.of(0, -1, 1, -128, 127, 5);
    expect(run(fixture(), x, 1, 6)[0]).toBe(0b001010);
    const thresholds = Int8Array.of(1, -1, 0, 127, -128, 6);
    expect(run(fixture(), x, 1, 6, thresholds)[0]).toBe(0b101001);
  });
}
