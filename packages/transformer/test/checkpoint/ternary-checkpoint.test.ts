import { packTernary } from "@bnnkit/core";
import { evaluateGraph, matrix, rowOf } from "@bnnkit/model/reference";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  packTernaryBytes,
  readCheckpoint,
  unpackTernaryBytes,
} from "../../src/checkpoint/index.ts";
import { TernaryBytesPacker } from "../../src/checkpoint/ternary-bytes.ts";
import { smallBitnet } from "./small-bitnet.ts";

test("digits of four to a byte: row r of the bytes has the rows r, r + n, r + 2n and r + 3n", () => {
  const bytes = Uint8Array.of(0b10100001, 0b00011000, 0b10010000, 0b00001010);
  const rows = [
    [0, -1],
    [-1, 1],
    [-1, 1],
    [-1, 1],
    [1, 0],
    [0, -1],
    [1, -1],
    [1, -1],
  ];
  expect([...unpackTernaryBytes("w", bytes, 8, 2)]).toEqual(rows.flat());
  expect(() => unpackTernaryBytes("w", Uint8Array.of(0, 0b00110000), 4, 2)).toThrow(
    "unpackTernaryBytes: w: row 2, column 1 must be 0, 1 or 2, which stand for −1, 0 and 1, got 3",
  );
});

test.each([
  [4, 1],
  [12, 31],
  [8, 32],
  [20, 33],
  [28, 127],
  [8, 128],
  [44, 131],
])("%d × %d digits are packed as one by one, all at once or in pieces", (rows, columns) => {
  const { integer } = createRandom(rows * columns);
  const code = () => integer(0, 2);
  const bytes = Uint8Array.from(
    { length: (rows / 4) * columns },
    () => code() | (code() << 2) | (code() << 4) | (code() << 6),
  );
  const expected = packTernary(unpackTernaryBytes("w", bytes, rows, columns), rows, columns);
  expect(packTernaryBytes("w", bytes, rows, columns)).toEqual(expected);
  const packer = new TernaryBytesPacker("w", rows, columns);
  packer.add(bytes.subarray(0, columns));
  packer.add(bytes.subarray(columns));
  expect(packer.matrix()).toEqual(expected);
});

test("what cannot be packed is refused with its place", () => {
  const bytes = new Uint8Array(3 * 41).fill(0b01010101);
  bytes[2 * 41 + 40] = 0b01110101;
  expect(() => packTernaryBytes("w", bytes, 12, 41)).toThrow(
    "packTernaryBytes: w: row 8, column 40 must be 0, 1 or 2, which stand for −1, 0 and 1, got 3",
  );
  expect(() => packTernaryBytes("w", bytes, 10, 41)).toThrow(
    "packTernaryBytes: w must have a multiple of 4 rows, got 10",
  );
  expect(() => packTernaryBytes("w", bytes, 16, 41)).toThrow(
    "packTernaryBytes: w: bytes must be 164, got 123",
  );
});

describe.each(["autobitlinear", "bitlinear"] as const)("ternary layers of the class %s", (kind) => {
  test("stay ternary, and give the logits of plain loops", async () => {
    const { files, logits } = smallBitnet(kind);
    const { model } = await readCheckpoint(files);
    expect(model.tensors.get("blocks/0/attention/query.mask")?.dtype).toBe("U32");
    const ids = [3, 0, 7, 7, 18, 2, 11];
    const column = matrix(ids.length, 1, (row) => ids[row]);
    const scores = evaluateGraph(model, model.description.graph, new Map([["ids", column]]));
    for (const [row, expected] of logits(ids).entries()) {
      for (const [i, value] of expected.entries()) {
        expect(rowOf(scores, row)[i]).toBeCloseTo(value, 4);
      }
    }
  });
});

test("another class of layers, another method and a weight without a scale are refused by name", async () => {
  const config = (quantization: object): Map<string, string | Uint8Array> => {
    const files = new Map<string, string | Uint8Array>();
    for (const [name, content] of smallBitnet().files) {
      if (typeof content === "string" || content instanceof Uint8Array) files.set(name, content);
    }
    const before: object = JSON.parse(String(files.get("config.json")));
    return files.set(
      "config.json",
      JSON.stringify({ ...before, quantization_config: quantization }),
    );
  };
  await expect(readCheckpoint(config({ quant_method: "gptq" }))).rejects.toThrow(
    'quantization_config: quant_method must be one of bitnet, got "gptq"',
  );
  const unknown = { quant_method: "bitnet", linear_class: "other" };
  await expect(readCheckpoint(config(unknown))).rejects.toThrow(
    'linear_class must be one of bitlinear, autobitlinear, got "other"',
  );
});
