import {
  bipolarValue,
  denseMatrix,
  finiteFloat32,
  multiBitValue,
  ternaryValue,
  unipolarValue,
} from "@bnnkit/testing";
import { test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  checkPadding,
  packBipolar,
  packMultiBit,
  packTernary,
  packUnipolar,
  unpackBipolar,
  unpackMultiBit,
  unpackTernary,
  unpackUnipolar,
} from "../src/index.ts";

describe("unpack(pack(x)) = x, with zero pad bits", () => {
  test.prop([denseMatrix(bipolarValue())])("bipolar", ({ values, rows, cols }) => {
    const m = packBipolar(values, rows, cols);
    checkPadding("test", "words", m.words, rows, cols);
    expect([...unpackBipolar(m)]).toEqual(values);
  });

  test.prop([denseMatrix(unipolarValue())])("unipolar", ({ values, rows, cols }) => {
    const m = packUnipolar(values, rows, cols);
    checkPadding("test", "words", m.words, rows, cols);
    expect([...unpackUnipolar(m)]).toEqual(values);
  });

  test.prop([denseMatrix(ternaryValue())])("ternary", ({ values, rows, cols }) => {
    const m = packTernary(values, rows, cols);
    checkPadding("test", "mask", m.mask, rows, cols);
    checkPadding("test", "sign", m.sign, rows, cols);
    expect([...unpackTernary(m)]).toEqual(values);
  });

  describe.each([
    { bits: 1, signed: false },
    { bits: 1, signed: true },
    { bits: 3, signed: false },
    { bits: 8, signed: true },
    { bits: 16, signed: false },
    { bits: 16, signed: true },
  ])("$bits bits, signed $signed", (format) => {
    test.prop([denseMatrix(multiBitValue(format.bits, format.signed))])(
      "multi-bit",
      ({ values, rows, cols }) => {
        const m = packMultiBit(values, rows, cols, format);
        for (const plane of m.planes) checkPadding("test", "plane", plane, rows, cols);
        expect([...unpackMultiBit(m)]).toEqual(values);
      },
    );
  });
});

test.prop([denseMatrix(finiteFloat32())])(
  "packBipolar keeps the sign of every real, 0 and −0 counting as positive",
  ({ values, rows, cols }) => {
    const signs = values.map((x) => (x < 0 ? -1 : 1));
    expect([...unpackBipolar(packBipolar(values, rows, cols))]).toEqual(signs);
    expect([...unpackBipolar(packBipolar(Float32Array.from(values), rows, cols))]).toEqual(signs);
  },
);
