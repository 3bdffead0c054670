import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  goldenRuns,
  goldenTranslations,
  ofTask,
  readModel,
  readSafetensors,
  summarize,
  writeModel,
} from "../src/index.ts";

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
    const description = ofTask("test", model.description, "sequence-to-sequence");
    expect(description.graphs.encoder.nodes.map(({ op, name }) => `${op} ${name}`)).toEqual([
      "embedding embedding",
      "position position",
      "threshold position.signs",
      "dense encoder/in",
      "activation encoder/relu",
      "dense encoder/out",
      "add encoder/sum",
      "layer-norm encoder/norm",
    ]);
    expect(description.graphs.decoder.nodes.map(({ op, name }) => `${op} ${name}`)).toEqual([
      "embedding embedding",
      "position position",
      "attention decoder/self",
      "dense decoder/memory",
      "layer-norm decoder/memory-norm",
      "threshold decoder/self.head-signs",
      "threshold decoder/memory-norm.head-signs",
      "attention decoder/cross",
      "round decoder/cross.codes",
      "dense logits",
    ]);
    expect(description.tokens.tokenizerSha256).toBe("0123456789abcdef".repeat(4));
    expect(model.tensors.get("table.codes")?.data.subarray(0, 3)).toEqual(
      Int8Array.of(-65, -104, 3),
    );
    expect(model.tensors.get("encoder/out.bits")?.data.subarray(0, 4)).toEqual(
      Uint32Array.of(1409611839, 5, 0, 0),
    );
    expect(model.tensors.get("encoder/norm.gamma")?.data[0]).toBe(Math.fround(0.5065284));
    expect(goldenTranslations(model)).toEqual([
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

  test("written again it is a file of version 2 with the same numbers", () => {
    const model = readModel(bytes);
    const again = writeModel(model);
    expect(summarize(model).file.fileBytes).toBe(again.length);
    expect(readSafetensors(again).metadata.formatVersion).toBe("2");
    const read = readModel(again);
    expect(read.description).toEqual(model.description);
    expect([...read.tensors].sort()).toEqual([...model.tensors].sort());
  });
});

describe("a file of format version 2", () => {
  const bytes = new Uint8Array(
    readFileSync(new URL("corpus/v2-small.safetensors", import.meta.url)),
  );

  test("is the one that was written", () => {
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(
      "679f2535c7c53313c8c463ba3948fa7900fcc2ea234803bd2df702647f1df446",
    );
  });

  test("is read, and keeps its bytes while version 2 is the version written", () => {
    const model = readModel(bytes);
    expect(model.description.task).toBe("classification");
    expect(model.graphs[0].nodes.map(({ node }) => node.op)).toEqual([
      ...["convolution", "threshold", "convolution", "pool", "threshold"],
      ...["convolution", "threshold", "dense"],
    ]);
    expect(goldenRuns(model).map(({ output }) => output.length)).toEqual([4, 4]);
    expect(writeModel(model)).toEqual(bytes);
  });
});
