import { describe, expect, test } from "vitest";
import { sameMargin, slide, type Window } from "../src/index.ts";

const none = { top: 0, bottom: 0, left: 0, right: 0, value: 0 } as const;
const window: Window = { size: [3, 5], strides: [1, 1], dilations: [1, 1], padding: none };

describe("slide", () => {
  test("counts the places of the window", () => {
    expect(slide("test", [11, 13], window)).toEqual([11 - 3 + 1, 13 - 5 + 1]);
    expect(slide("test", [11, 13], { ...window, strides: [2, 3] })).toEqual([5, 3]);
    expect(slide("test", [11, 13], { ...window, dilations: [5, 3] })).toEqual([1, 1]);
    const padding = { value: 0, top: 1, bottom: 2, left: 3, right: 5 };
    expect(slide("test", [11, 13], { ...window, padding })).toEqual([9 + 3, 9 + 8]);
  });

  test.each<[string, Partial<Window>, RegExp]>([
    ["size 0", { size: [1, 0] }, /^test: size\[1\] must be an integer in 1 … 2147483647, got 0/],
    ["stride 0", { strides: [0, 1] }, /strides\[0\] must be an integer/],
    ["dilation −1", { dilations: [1, -1] }, /dilations\[1\] must be an integer/],
    ["margin −1", { padding: { ...none, left: -1 } }, /padding.left must be an integer/],
    [
      "dilation 6",
      { dilations: [6, 1] },
      /the window \(13×5\) must fit into the padded map \(11×13\)/,
    ],
  ])("refuses %s", (_name, change, message) => {
    expect(() => slide("test", [11, 13], { ...window, ...change })).toThrow(message);
    expect(() => slide("test", [11, 13], { ...window, ...change })).toThrow(RangeError);
  });
});

describe("sameMargin", () => {
  test("puts the odd one below and to the right", () => {
    const even = { ...window, size: [2, 4] } as const;
    expect(sameMargin([11, 13], even)).toEqual({ top: 0, bottom: 1, left: 1, right: 2 });
    expect(sameMargin([11, 13], window)).toEqual({ top: 1, bottom: 1, left: 2, right: 2 });
  });

  test("gives ⌈size/stride⌉ places, and needs less where strides leave pixels out", () => {
    const strided = { ...window, size: [1, 3], strides: [3, 2] } as const;
    const margin = sameMargin([11, 13], strided);
    expect(margin).toEqual({ top: 0, bottom: 0, left: 1, right: 1 });
    const padding = { ...margin, value: 0 };
    expect(slide("test", [11, 13], { ...strided, padding })).toEqual([4, 7]);
  });

  test("refuses a stride of 0", () => {
    expect(() => sameMargin([11, 13], { ...window, strides: [1, 0] })).toThrow(
      /^sameMargin: strides\[1\] must be an integer/,
    );
  });
});
