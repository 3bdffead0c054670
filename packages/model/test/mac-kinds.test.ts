import { expect, test } from "vitest";
import { computationEffort, macKinds } from "../src/mac-kinds.ts";
import { productMacs } from "../src/work.ts";

const macs = {
  bipolar·bipolar: 600,
  unipolar·bipolar: 100,
  ternary·bipolar: 50,
  uint8·int8: 200,
  float32·bipolar: 40,
  float32·float32: 10,
};

test("products are binary, of whole numbers or of floats", () => {
  expect(macKinds(macs)).toEqual({ binary: 700, integer: 250, float: 50, binaryShare: 0.7 });
  expect(macKinds({})).toEqual({ binary: 0, integer: 0, float: 0, binaryShare: 0 });
});

test("effort is the count times the bits of both sides", () => {
  expect(computationEffort(macs)).toBe(600 + 100 + 2 * 50 + 64 * 200 + 32 * 40 + 1024 * 10);
  const [twoBits, threeBits] = [
    [{ digit: "unipolar" }, { digit: "unipolar", scale: 2 }],
    [{ digit: "bipolar" }, { digit: "bipolar", scale: 2 }, { digit: "bipolar", scale: 4 }],
  ] as const;
  expect(computationEffort(productMacs(twoBits, threeBits, 7))).toBe(7 * 2 * 3);
});
