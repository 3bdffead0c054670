import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { type Code, packBipolar, packTernary, packUnipolar, popcountWords } from "@bnnkit/core";
import {
  type CheckedModel,
  formatCode,
  type ModelDescription,
  readModel,
  type Tensor,
  type Weights,
  writeModel,
} from "@bnnkit/model";
import { codedWeights, realOf, rowOf, tensorReader } from "@bnnkit/model/reference";
import { modelUrl as deepUrl } from "@bnnkit/model-en-de";
import { modelUrl } from "@bnnkit/model-en-de-w1a1";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** What docs/public/print_model.py prints. */
interface Report {
  readonly name: string;
  readonly tensors: Readonly<Record<string, unknown>>;
  readonly matrices: Readonly<Record<string, MatrixReport>>;
}

interface MatrixReport {
  readonly rows: number;
  readonly columns: number;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const run = promisify(execFile);
const reader = fileURLToPath(new URL("../docs/public/print_model.py", import.meta.url));
const hasPython = await run("python3", ["--version"]).then(
  () => true,
  () => false,
);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-file-format-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function readInPython(bytes: Uint8Array): Promise<Report> {
  const path = join(folder, "model.safetensors");
  await writeFile(path, bytes);
  const { stdout } = await run("python3", ["-B", reader, path], { maxBuffer: 2 ** 26 });
  const report: Report = JSON.parse(stdout);
  return report;
}

function tensorsIn({ tensors }: CheckedModel): Report["tensors"] {
  return Object.fromEntries(
    [...tensors].map(([name, { dtype, shape, data }]) => {
      const content = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      const words = new Uint32Array(Math.ceil(content.length / 4));
      new Uint8Array(words.buffer).set(content);
      const setBits = popcountWords(words);
      return [name, { dtype, shape, bytes: content.length, crc32: crc32(content), setBits }];
    }),
  );
}

/** The matrices of a model by the names of their weights. */
function weightsIn({ graphs }: CheckedModel): ReadonlyMap<string, Weights> {
  const found = new Map<string, Weights>();
  for (const { node } of graphs.flatMap(({ nodes }) => nodes)) {
    if ("weights" in node) found.set(node.weights.tensor, node.weights);
    if ("table" in node && node.table !== "sinusoidal") found.set(node.table.tensor, node.table);
  }
  return found;
}

async function expectSameInPython(bytes: Uint8Array): Promise<void> {
  const model = readModel(bytes);
  const report = await readInPython(bytes);
  expect(report.name).toBe(model.description.name);
  expect(report.tensors).toEqual(tensorsIn(model));
  const weights = weightsIn(model);
  expect(Object.keys(report.matrices).sort()).toEqual([...weights.keys()].sort());
  for (const [name, of] of smallestOfEachCode(weights, report)) {
    const { rows = 0, columns = 0, first, last } = report.matrices[name] ?? {};
    const numbers = realOf(codedWeights(tensorReader(model), of, rows, columns));
    expect(first, name).toEqual([...rowOf(numbers, 0)]);
    expect(last, name).toEqual([...rowOf(numbers, rows - 1)]);
  }
}

/** Evaluating all numbers of all matrices by their definition would take a minute. */
function smallestOfEachCode(
  weights: ReadonlyMap<string, Weights>,
  { matrices }: Report,
): readonly (readonly [string, Weights])[] {
  const sizeOf = (name: string): number => {
    const { rows = 0, columns = 0 } = matrices[name] ?? {};
    return rows * columns;
  };
  const byCode = new Map<string, readonly [string, Weights]>();
  for (const [name, of] of weights) {
    const code = formatCode(of.code);
    const [smallest] = byCode.get(code) ?? [];
    if (smallest === undefined || sizeOf(name) < sizeOf(smallest)) byCode.set(code, [name, of]);
  }
  return [...byCode.values()];
}

test("a reader in Python takes no more than 100 lines that say something", async () => {
  const text = await readFile(new URL("../docs/public/read_model.py", import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  expect(lines.length).toBeLessThanOrEqual(100);
});

describe.skipIf(!hasPython)("the reader in Python (skipped where there is no python3)", () => {
  test.each([
    ["of sums of bits", deepUrl],
    ["of single bits", modelUrl],
  ])("reads the shipped model %s as the one here does", async (_, url) => {
    await expectSameInPython(await readFile(url));
  });

  test("reads every kind of digit, scales, offsets, slices and sparse terms", async () => {
    await expectSameInPython(writeModel(modelOfAllDigits()));
  });

  test("refuses a file with a flipped bit, and one that is cut off", async () => {
    const bytes = writeModel(modelOfAllDigits());
    bytes[bytes.length - 1] = 1 ^ (bytes.at(-1) ?? 0);
    await expect(readInPython(bytes)).rejects.toThrow("damaged");
    await expect(readInPython(bytes.subarray(0, -1))).rejects.toThrow("do not fill the file");
  });
});

const size = 40; // more than a word, and no multiple of one

/** Whole numbers from `least` on, `count` different ones in turn. */
function cycle(least: number, count: number, length = size * size): number[] {
  return Array.from({ length }, (_, i) => least + ((7 * i + Math.floor(i / size)) % count));
}

/** A layer for each kind of digit, 40 numbers to 40. */
function modelOfAllDigits(): Parameters<typeof writeModel>[0] {
  const tensors = new Map<string, Tensor>();
  const floats = (name: string, columns = 1): void => {
    const data = Float32Array.from(cycle(1, 13, size * columns), (n) => n / 8);
    const shape = columns === 1 ? [size] : [size, columns];
    tensors.set(name, { dtype: "F32", shape, data });
  };
  const words = (name: string, rows: number, data: Uint32Array): void => {
    tensors.set(name, { dtype: "U32", shape: [rows, data.length / rows], data });
  };
  const shape = [size, size];
  const bytes = (least: number): Uint8Array => Uint8Array.from(cycle(least, 6));
  const marks = cycle(0, 5).map((n) => (n === 0 ? 1 : 0));
  const marked = marks.filter((mark) => mark === 1).length;

  words(
    "bipolar.bits",
    size,
    packBipolar(
      cycle(0, 2).map((n) => 2 * n - 1),
      size,
      size,
    ).words,
  );
  floats("bipolar.scales", 4);
  words("unipolar.bits", size, packUnipolar(cycle(0, 2), size, size).words);
  floats("unipolar.offsets");
  const ternary = packTernary(cycle(-1, 3), size, size);
  words("ternary.0.mask", size, ternary.mask);
  words("ternary.0.sign", size, ternary.sign);
  floats("ternary.0.offsets");
  words("ternary.1.bits", size, packUnipolar(cycle(0, 2), size, size).words);
  tensors.set("int8.codes", { dtype: "I8", shape, data: Int8Array.from(cycle(-100, 200)) });
  floats("int8.scales");
  tensors.set("uint8.codes", { dtype: "U8", shape, data: bytes(250) });
  const powers = bytes(0).map((n, i) => (n === 0 ? 0 : n + 128 * (i % 2)));
  tensors.set("power.codes", { dtype: "U8", shape, data: powers });
  tensors.set("int32.weights", { dtype: "I32", shape, data: Int32Array.from(cycle(-9, 20)) });
  words("columns.marks", 1, packUnipolar(marks.slice(0, size), 1, size).words);
  const columns = marks.slice(0, size).filter((mark) => mark === 1).length;
  words(
    "columns.bits",
    size,
    packBipolar(new Array<number>(size * columns).fill(-1), size, columns).words,
  );
  words("some.marks", size, packUnipolar(marks, size, size).words);
  const someCodes = Int8Array.from(cycle(-5, 11, marked));
  tensors.set("some.codes", { dtype: "I8", shape: [1, marked], data: someCodes });

  const codes: Readonly<Record<string, Code>> = {
    bipolar: [{ digit: "bipolar", scale: "row", slices: 4 }],
    unipolar: [{ digit: "unipolar", scale: 3, offset: "row" }],
    ternary: [
      { digit: "ternary", offset: "row" },
      { digit: "unipolar", scale: 0.5 },
    ],
    int8: [{ digit: "int8", scale: "row" }],
    uint8: [{ digit: "uint8", offset: -128 }],
    power: [{ digit: "power", exponents: [-3, 4] }],
    int32: [{ digit: "int32" }],
    columns: [{ digit: "bipolar", sparse: { columns } }],
    some: [{ digit: "int8", scale: 0.25, offset: 2, sparse: { weights: marked } }],
  };
  const names = Object.keys(codes);
  const nodes = Object.entries(codes).map(([name, code], i) => ({
    op: "dense" as const,
    name,
    inputs: [names[i - 1] ?? "x"] as const,
    outFeatures: size,
    weights: { tensor: name, code },
    bias: false,
  }));
  const description: ModelDescription = {
    name: "all digits",
    task: "regression",
    graph: {
      inputs: [
        {
          name: "x",
          kind: "map",
          height: 1,
          width: 1,
          features: size,
          code: [{ digit: "float32" }],
        },
      ],
      nodes,
      output: "some",
    },
  };
  return { description, tensors, metadata: {} };
}
