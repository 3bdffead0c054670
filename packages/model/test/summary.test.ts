import type { Code } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import { formatSummary, type LayerSummary, summarize, writeModel } from "../src/index.ts";
import { imageSystems } from "./image-systems.ts";
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
  test("one-bit weights and activations: bits, scales, padding, bias, MACs of bits", () => {
    expect(layer("encoder/in")).toEqual({
      graph: "encoder",
      name: "encoder/in",
      op: "dense",
      output: {
        kind: "numbers",
        domain: { kind: "sequence", of: "source" },
        features: f,
        code: [{ digit: "float32" }],
      },
      parameters: { bipolar: d * f, float32: f },
      parameterBits: d * f + 32 * f,
      weights: d * f + f,
      sizeBytes: f * rowBytes + 4 * f + 4 * f,
      work: { perRow: { bipolar·bipolar: d * f }, perPair: {} },
    });
  });

  test("one-bit weights alone take floats", () => {
    const { work, sizeBytes } = layer("encoder/out");
    expect(work.perRow).toEqual({ float32·bipolar: f * d });
    expect(sizeBytes).toBe(d * rowBytes + 4 * d);
  });

  test("a table counts where it is first used", () => {
    expect(layer("embedding").parameters).toEqual({ int8: v * d });
    expect(layer("embedding").sizeBytes).toBe(v * d + 4 * v);
    expect(layer("embedding", "decoder").parameterBits).toBe(0);
    const scores = layer("scores", "decoder");
    expect([scores.sizeBytes, scores.parameterBits]).toEqual([0, 0]);
    expect(scores.work.perRow).toEqual({ int8·int8: v * d });
  });

  test("attention counts per pair of tokens", () => {
    const work = heads * headFeatures;
    expect(layer("decoder/cross").work.perPair).toEqual({ float32·float32: 2 * work });
    expect(layer("decoder/self").work.perPair).toEqual({ bipolar·bipolar: 2 * work });
    expect(layer("decoder/self").work.perRow).toEqual({});
  });

  test("a map counts for all of its pixels, several digits for each pair of them", () => {
    const [doReFa] = imageSystems.filter(({ name }) => name.includes("(DoReFa)"));
    const { layers } = summarize(doReFa);
    const work = (name: string) => layers.find((l) => l.name === name)?.work.perRow;
    expect(work("first")).toEqual({ uint8·int8: 8 * 8 * 5 * 9 * 3 });
    expect(work("second")).toEqual({ unipolar·bipolar: 4 * 4 * 4 * 6 * 9 * 5 });
  });

  test("totals and both ratios", () => {
    const summary = summarize(smallModel());
    const float32 = f + 2 * d + (d * d + d) + 2 * headFeatures;
    expect(summary.parameters).toEqual({ bipolar: 2 * d * f, int8: v * d, float32 });
    expect(summary.parameterBits).toBe(2 * d * f + 8 * v * d + 32 * float32);
    expect(summary.float32Bytes).toBe(4 * (2 * d * f + v * d + float32));
    expect(summary.work.perRow).toEqual({
      bipolar·bipolar: d * f,
      float32·bipolar: f * d,
      float32·float32: d * d,
      int8·int8: v * d,
    });
    expect(summary.binaryMacShare).toBeCloseTo((d * f) / (2 * d * f + d * d + v * d), 12);
    expect(summary.ratios.wholeFile).toBe(summary.float32Bytes / summary.file.fileBytes);
    expect(summary.ratios.binaryMatrices).toBe(
      (4 * 2 * d * f) / (f * rowBytes + 4 * f + d * rowBytes + 4 * d),
    );
  });

  test("a weight of three digits is three parameters and one number", () => {
    const digits: Code = [
      { digit: "bipolar" },
      { digit: "bipolar", scale: 2 },
      { digit: "bipolar", scale: 4 },
    ];
    const nodes = smallDescription.graphs.encoder.nodes.map((node) =>
      node.op === "dense" ? { ...node, weights: { ...node.weights, code: digits } } : node,
    );
    const { encoder, decoder } = smallDescription.graphs;
    const several = { ...smallDescription, graphs: { encoder: { ...encoder, nodes }, decoder } };
    const dense = summarize(several).layers.find(({ name }) => name === "encoder/in");
    expect(dense?.parameters.bipolar).toBe(3 * d * f);
    expect(dense?.weights).toBe(d * f + (dense?.parameters.float32 ?? 0));
    expect(summarize(several).float32Bytes).toBe(summarize(smallDescription).float32Bytes);
  });

  test("without one-bit matrices there is no ratio for them", () => {
    const nodes = smallDescription.graphs.encoder.nodes.map((node) =>
      node.op === "dense"
        ? { ...node, weights: { ...node.weights, code: [{ digit: "float32" }] as const } }
        : node,
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

describe("formatSummary", () => {
  test("is a table with totals and both ratios", () => {
    const summary = summarize(smallModel());
    const lines = formatSummary(summary).split("\n");
    expect(lines[0]).toBe("small");
    expect(lines[1]).toMatch(/^layer +op +output +parameters +bytes +MACs$/);
    expect(lines.slice(3, 3 + summary.layers.length).map((line) => line.split(" ")[0])).toEqual(
      summary.layers.map(({ graph }) => graph),
    );
    const row = lines.find((line) => line.includes("encoder/in "));
    expect(row?.split(/ {2,}/)).toEqual([
      ...["encoder · encoder/in", "dense", `source × ${f}`, `${d * f} bipolar + ${f} float32`],
      ...[`${f * rowBytes + 8 * f}`, `${d * f} bipolar·bipolar`],
    ]);
    expect(lines.find((line) => line.includes("decoder/self "))).toMatch(
      / 12\/pair bipolar·bipolar$/,
    );
    const text = lines.join("\n");
    expect(text).toContain(`File: ${summary.file.fileBytes.toLocaleString("en-US")} bytes = `);
    expect(text).toContain(`whole file ${summary.ratios.wholeFile.toFixed(2)}× smaller`);
    expect(text).toContain(
      `binarized matrices alone ${summary.ratios.binaryMatrices?.toFixed(2)}× smaller`,
    );
  });

  test("counts above a thousand are grouped", () => {
    const [bnn] = imageSystems;
    expect(formatSummary(summarize(bnn))).toContain("8,640 uint8·int8");
  });
});
