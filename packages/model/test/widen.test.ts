import { describe, expect, test } from "vitest";
import { type FileTensor, readSafetensors, widenToFloat32 } from "../src/index.ts";
import { rawFile } from "./header-bytes.ts";

const tensor = (dtype: "BF16" | "F16" | "F8_E4M3" | "F8_E5M2", bits: number[]): FileTensor =>
  dtype === "BF16" || dtype === "F16"
    ? { dtype, shape: [bits.length], data: Uint16Array.from(bits) }
    : { dtype, shape: [bits.length], data: Uint8Array.from(bits) };

describe("widenToFloat32", () => {
  test.each([
    ["BF16", [0x3f80, 0xc000, 0x3dcd, 0x7f80, 0xff80, 0x8000], [1, -2, 0.10009765625]],
    ["F16", [0x3c00, 0xc000, 0x2e66, 0x7c00, 0xfc00, 0x8000], [1, -2, 0.0999755859375]],
    ["F8_E5M2", [0x3c, 0xc0, 0x2e, 0x7c, 0xfc, 0x80], [1, -2, 0.09375]],
  ] as const)("%s: 1, −2, about 0.1, ∞, −∞ and −0", (dtype, bits, [one, minusTwo, tenth]) => {
    expect([...widenToFloat32(tensor(dtype, [...bits]))]).toEqual([
      ...[one, minusTwo, tenth],
      ...[Infinity, -Infinity, -0],
    ]);
  });

  test("the least and the greatest numbers of each", () => {
    expect([...widenToFloat32(tensor("F16", [1, 0x3ff, 0x400, 0x7bff]))]).toEqual([
      ...[2 ** -24, 1023 * 2 ** -24, 2 ** -14, 65504],
    ]);
    expect([...widenToFloat32(tensor("F8_E5M2", [1, 0x7b]))]).toEqual([2 ** -16, 57344]);
    expect([...widenToFloat32(tensor("F8_E4M3", [1, 0x7e, 0xfe]))]).toEqual([2 ** -9, 448, -448]);
    expect([...widenToFloat32(tensor("BF16", [1]))]).toEqual([2 ** -133]);
  });

  test.each([
    ["BF16", [0x7fc0, 0xffff]],
    ["F16", [0x7e00, 0xffff]],
    ["F8_E5M2", [0x7d, 0xff]],
    ["F8_E4M3", [0x7f, 0xff]],
  ] as const)("%s has NaN", (dtype, bits) => {
    expect([...widenToFloat32(tensor(dtype, [...bits]))]).toEqual([Number.NaN, Number.NaN]);
  });

  test("float32 is what it was; integers are refused", () => {
    const data = Float32Array.of(1.5);
    expect(widenToFloat32({ dtype: "F32", shape: [1], data })).toBe(data);
    const wide: FileTensor = { dtype: "I64", shape: [1], data: BigInt64Array.of(1n) };
    expect(() => widenToFloat32(wide)).toThrow(TypeError);
    expect(() => widenToFloat32(wide)).toThrow("must be F32, BF16, F16, F8_E4M3 or F8_E5M2");
  });
});

test("a file with tensors that no model holds is read, each with its dtype and values", () => {
  const file = rawFile(
    '{"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},' +
      '"w":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},' +
      '"h":{"dtype":"F16","shape":[],"data_offsets":[12,14]}}',
    14,
  );
  file.set([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], file.length - 14);
  file.set([0x80, 0x3f, 0x00, 0xc0, 0x00, 0x3c], file.length - 6);
  const { tensors } = readSafetensors(file);
  expect(tensors.get("n")).toEqual({ dtype: "I64", shape: [1], data: BigInt64Array.of(-2n) });
  expect(tensors.get("w")).toEqual({
    dtype: "BF16",
    shape: [2],
    data: Uint16Array.of(0x3f80, 0xc000),
  });
  expect(tensors.get("h")).toEqual({ dtype: "F16", shape: [], data: Uint16Array.of(0x3c00) });
});
