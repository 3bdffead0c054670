import { evaluateGraph, matrix, rowOf } from "@bnnkit/model/reference";
import { describe, expect, test } from "vitest";
import { readCheckpoint, unpackTernaryBytes } from "../../src/checkpoint/index.ts";
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
