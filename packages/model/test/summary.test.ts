import { describe, expect, test } from "vitest";
import {
  countMacs,
  formatSummary,
  type LayerSummary,
  type ModelDescription,
  summarize,
  writeModel,
} from "../src/index.ts";
import { sizes, smallDescription, smallModel, withTensor } from "./small-model.ts";

const { vocabularySize: v, features: d, inner: f, heads, headFeatures } = sizes;
const rowBytes = 4 * 4; // One row of up to 128 bits: four words.

function layer(
  name: string,
  graph = name.startsWith("decoder") ? "decoder" : "encoder",
): LayerSummary {
  const found = summarize(smallDescription).layers.find(
    (l) => l.name === name && l.graph === graph,
  );
  if (found === undefined) throw new RangeError(name);
  return found;
}

describe("summarize", () => {
  test("one-bit weights and activations: bits, scales, padding, bias, binary MACs", () => {
    expect(layer("encoder/in")).toEqual({
      graph: "encoder",
      name: "encoder/in",
      op: "dense",
      output: { kind: "features", positions: "source", features: f },
      parameters: { oneBit: d * f, int8: 0, float32: f },
      parameterBits: d * f + 32 * f,
      sizeBytes: f * rowBytes + 4 * f + 4 * f,
      macs: {
        perToken: { floatMacs: 0, binaryMacs: d * f, int8Macs: 0 },
        perTokenPair: { floatMacs: 0, binaryMacs: 0, int8Macs: 0 },
      },
    });
  });

  test("one-bit weights alone count float MACs", () => {
    const { macs, sizeBytes } = layer("encoder/out");
    expect(macs.perToken).toEqual({ floatMacs: f * d, binaryMacs: 0, int8Macs: 0 });
    expect(sizeBytes).toBe(d * rowBytes + 4 * d);
  });

  test("a table counts where it is first used", () => {
    expect(layer("embedding").parameters).toEqual({ oneBit: 0, int8: v * d, float32: 0 });
    expect(layer("embedding").sizeBytes).toBe(v * d + 4 * v);
    expect(layer("embedding", "decoder").parameterBits).toBe(0);
    const logits = layer("logits", "decoder");
    expect([logits.sizeBytes, logits.parameterBits]).toEqual([0, 0]);
    expect(logits.macs.perToken.int8Macs).toBe(v * d);
  });

  test("attention counts per pair of tokens", () => {
    const work = 2 * heads * headFeatures;
    expect(layer("decoder/cross").macs.perTokenPair.floatMacs).toBe(work);
    expect(layer("decoder/self").macs.perTokenPair.binaryMacs).toBe(work);
    expect(layer("decoder/self").macs.perToken.binaryMacs).toBe(0);
  });

  test("totals and both ratios", () => {
    const summary = summarize(smallModel());
    const float32 = f + 2 * d + (d * d + d) + 2 * headFeatures;
    expect(summary.parameters).toEqual({ oneBit: 2 * d * f, int8: v * d, float32 });
    expect(summary.parameterBits).toBe(2 * d * f + 8 * v * d + 32 * float32);
    expect(summary.float32Bytes).toBe(4 * (2 * d * f + v * d + float32));
    expect(summary.macs.perToken).toEqual({
      floatMacs: f * d + d * d,
      binaryMacs: d * f,
      int8Macs: v * d,
    });
    expect(summary.binaryMacShare).toBeCloseTo((d * f) / (2 * d * f + d * d + v * d), 12);
    expect(summary.ratios.wholeFile).toBe(summary.float32Bytes / summary.file.fileBytes);
    expect(summary.ratios.binaryMatrices).toBe(
      (4 * 2 * d * f) / (f * rowBytes + 4 * f + d * rowBytes + 4 * d),
    );
  });

  test("without one-bit matrices there is no ratio for them", () => {
    const nodes = smallDescription.graphs.encoder.nodes.map((node) =>
      node.op === "dense" ? { ...node, weightBits: 32 as const } : node,
    );
    const { encoder, decoder } = smallDescription.graphs;
    const float = { ...smallDescription, graphs: { encoder: { ...encoder, nodes }, decoder } };
    expect(summarize(float).ratios.binaryMatrices).toBeUndefined();
    expect(formatSummary(summarize(float))).toContain("no binarized matrices");
  });

  test("the bytes of the parts are the bytes on disk", () => {
    const model = smallModel();
    const { file, layers } = summarize(model);
    const bytes = writeModel(model);
    expect(file.fileBytes).toBe(bytes.length);
    expect(file.headerBytes + file.tensorBytes + file.goldenBytes).toBe(bytes.length);
    expect(layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(file.tensorBytes);
    expect(file.goldenBytes).toBe(4 * (3 + 3 + 2) + 4 * (1 + 2 + 1));
    expect(file.headerBytes % 8).toBe(0);
  });

  test("a description alone has the size of its file without golden examples and free text", () => {
    const model = smallModel();
    const tensors = new Map([...model.tensors].filter(([name]) => !name.startsWith("golden/")));
    const bytes = writeModel({ ...model, tensors, metadata: {} });
    expect(summarize(smallDescription).file.fileBytes).toBe(bytes.length);
  });

  test("the size does not depend on the numbers", () => {
    expect(summarize(smallModel(2)).file).toEqual(summarize(smallModel(1)).file);
  });

  test("refuses metadata that would hide the format's own", () => {
    const model = { ...smallModel(), metadata: { checksum: "crc32:00000000" } };
    expect(() => summarize(model)).toThrow('metadata must not have the key "checksum"');
    expect(() => summarize(withTensor(model, "words.codes"))).toThrow(RangeError);
  });
});

describe("countMacs", () => {
  test("float logits and one-bit activations on float weights are float MACs", () => {
    const node = {
      op: "logits",
      name: "l",
      inputs: ["x"],
      features: 5,
      vocabularySize: 11,
      table: "t",
      bits: 32,
    } as const;
    expect(countMacs(node).perToken.floatMacs).toBe(5 * 11);
    const dense = {
      op: "dense",
      name: "d",
      inputs: ["x"],
      inFeatures: 5,
      outFeatures: 7,
      weightBits: 32,
      activationBits: 1,
      bias: true,
    } as const;
    expect(countMacs(dense).perToken).toEqual({ floatMacs: 5 * 7, binaryMacs: 0, int8Macs: 0 });
  });
});

describe("formatSummary", () => {
  test("is a table with totals and both ratios", () => {
    const summary = summarize(smallModel());
    const lines = formatSummary(summary).split("\n");
    expect(lines[0]).toBe("small");
    expect(lines[1]).toMatch(/^layer +op +output +1-bit +int8 +float32 +bytes +binary MACs/);
    expect(lines.slice(3, 3 + summary.layers.length).map((line) => line.split(" ")[0])).toEqual(
      summary.layers.map(({ graph }) => graph),
    );
    const row = lines.find((line) => line.includes("encoder/in "));
    expect(row?.split(/ {2,}/)).toEqual([
      ...["encoder · encoder/in", "dense", `source × ${f}`],
      ...[d * f, 0, f, f * rowBytes + 8 * f, d * f, 0, 0].map(String),
    ]);
    expect(lines.find((line) => line.includes("decoder/self"))).toMatch(/ \+12\/pair +0 +0$/);
    const text = lines.join("\n");
    expect(text).toContain(`File: ${summary.file.fileBytes.toLocaleString("en-US")} bytes = `);
    expect(text).toContain(`whole file ${summary.ratios.wholeFile.toFixed(2)}× smaller`);
    expect(text).toContain(
      `binarized matrices alone ${summary.ratios.binaryMatrices?.toFixed(2)}× smaller`,
    );
  });

  test("counts above a thousand are grouped", () => {
    const tokens = { ...smallDescription.tokens, vocabularySize: 4001 };
    const resize = <G extends ModelDescription["graphs"]["encoder"]>(graph: G): G => ({
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.op === "embedding" || node.op === "logits" ? { ...node, vocabularySize: 4001 } : node,
      ),
    });
    const { encoder, decoder } = smallDescription.graphs;
    const graphs = { encoder: resize(encoder), decoder: resize(decoder) };
    const text = formatSummary(summarize({ ...smallDescription, tokens, graphs }));
    expect(text).toContain((4001 * d).toLocaleString("en-US"));
  });
});
