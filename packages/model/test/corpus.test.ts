import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { goldenExamples, readModel, summarize, writeModel } from "../src/index.ts";

const bytes = new Uint8Array(readFileSync(new URL("corpus/v1-small.safetensors", import.meta.url)));

describe("a file of format version 1", () => {
  test("is the one that was written", () => {
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(
      "ea60969f0abc47b6d4e206e6510f6652a541c6202515aba797a01f8325ca2249",
    );
  });

  test("is read with its description, numbers, golden example and free text", () => {
    const model = readModel(bytes);
    expect(model.description.name).toBe("v1 small");
    expect(model.description.graphs.encoder.nodes.map(({ op }) => op)).toEqual([
      "embedding",
      "sinusoidal-position",
      "dense",
      "relu",
      "dense",
      "add",
      "layer-norm",
    ]);
    expect(model.description.tokens.tokenizerSha256).toBe("0123456789abcdef".repeat(4));
    expect(model.tensors.get("table.codes")?.data.subarray(0, 3)).toEqual(
      Int8Array.of(-65, -104, 3),
    );
    expect(model.tensors.get("encoder/out.bits")?.data.subarray(0, 4)).toEqual(
      Uint32Array.of(1409611839, 5, 0, 0),
    );
    expect(model.tensors.get("encoder/norm.gamma")?.data[0]).toBe(Math.fround(0.5065284));
    expect(goldenExamples(model)).toEqual([
      {
        source: Int32Array.of(4, 5, 12, 2),
        target: Int32Array.of(1, 7, 8, 2),
        logProbabilities: Float32Array.of(-0.5, -1.25, -2),
      },
    ]);
    expect(model.metadata).toEqual({
      licence: "CC0-1.0",
      source: "Seeded random numbers, größer als nichts.",
    });
  });

  test("keeps its size and, while version 1 is the version written, its bytes", () => {
    const model = readModel(bytes);
    expect(summarize(model).file.fileBytes).toBe(bytes.length);
    expect(writeModel(model)).toEqual(bytes);
  });
});
