import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeModel } from "@bnnkit/model";
import { readTokenizer } from "@bnnkit/runtime/text";
import { saveCheckpoint } from "@bnnkit/training-backend/node";
import { exportModel, initializeParameters } from "@bnnkit/transformer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultConfig } from "../../src/fit/fit-config.ts";
import type { WeightsState } from "../../src/fit/run-state.ts";
import { startingParameters } from "../../src/fit/starting-parameters.ts";
import { transformerConfigOf } from "../../src/fit/transformer-config.ts";
import { formatTokenizerFile } from "../../src/tokenizer/tokenizer-file.ts";

const shape = {
  features: 8,
  heads: 2,
  feedForwardFeatures: 16,
  encoderLayers: 1,
  decoderLayers: 1,
};
const settings = { ...defaultConfig, model: { ...defaultConfig.model, ...shape } };
const model = transformerConfigOf(settings, 300);
const fromStart = transformerConfigOf({ ...settings, binarizeAt: 0 }, 300);
const initial = initializeParameters(model, 7);
const vocabulary = readTokenizer(formatTokenizerFile({ tokens: [], merges: [] }));
const named = { tokenizerSha256: "a".repeat(64) };
const context = { tokenizer: { tokenizer: vocabulary, sha256: named.tokenizerSha256 } };
const otherTokenizer = { tokenizer: { tokenizer: vocabulary, sha256: "b".repeat(64) } };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-starting-"));
  const parameters = Object.fromEntries(
    Object.entries(initial).map(([name, { values }]) => [name, values]),
  );
  const state: WeightsState = { kind: "weights", model, step: 3, score: undefined, parameters };
  await saveCheckpoint(join(folder, "float.checkpoint"), state);
  await saveCheckpoint(join(folder, "named.checkpoint"), { ...state, ...named });
  const packed = exportModel(fromStart, initial, {
    name: "tiny",
    step: 0,
    tokens: { padding: 0, begin: 1, end: 2, ...named },
    embeddingBits: 32,
    golden: [],
  });
  await writeFile(join(folder, "packed.safetensors"), writeModel(packed));
  await writeFile(join(folder, "damaged.safetensors"), writeModel(packed).subarray(0, 5000));
});
afterAll(() => rm(folder, { recursive: true }));

describe("startingParameters", () => {
  const from = (name: string) => ({
    initialWeights: join(folder, name),
    initialTokenizer: "",
    seed: 1,
  });

  test("are the weights of the file, whatever the seed", async () => {
    expect(await startingParameters(from("float.checkpoint"), model, context)).toEqual(initial);
    expect(await startingParameters(from("named.checkpoint"), model, context)).toEqual(initial);
  });

  test("without a file come from the seed", async () => {
    const drawn = (seed: number) =>
      startingParameters({ initialWeights: "", initialTokenizer: "", seed }, model, context);
    expect(await drawn(7)).toEqual(initial);
    expect(await drawn(8)).not.toEqual(initial);
  });

  test("are the signs and the other numbers of a packed model", async () => {
    const start = await startingParameters(from("packed.safetensors"), fromStart, context);
    const hidden = "encoder/0/feed-forward/hidden/weights";
    const signs = (values: Float32Array): number[] => Array.from(values, (w) => (w < 0 ? -1 : 1));
    expect(signs(start[hidden].values)).toEqual(signs(initial[hidden].values));
    expect(start["embedding/table"]).toEqual(initial["embedding/table"]);
  });

  test("refuses to train in float what has been one bit from the first step on", async () => {
    await expect(startingParameters(from("packed.safetensors"), model, context)).rejects.toThrow(
      /packed.safetensors: its weights have been one bit .*: --binarize-at 0$/,
    );
  });

  test.each(["packed.safetensors", "named.checkpoint"])(
    "refuses %s with another tokenizer",
    async (name) => {
      await expect(startingParameters(from(name), fromStart, otherTokenizer)).rejects.toThrow(
        `${name}: belongs to another tokenizer; name its tokenizer.json with --tokenizer`,
      );
    },
  );

  test("of another tokenizer have the rows of what spells a token there", async () => {
    const json = formatTokenizerFile({ tokens: ["ab"], merges: [[97, 98]] });
    const tokenizer = readTokenizer(json);
    const file = join(folder, "tokenizer.json");
    const before = formatTokenizerFile({ tokens: [], merges: [] });
    await writeFile(file, before);
    const size = vocabulary.vocabularySize;
    const config = transformerConfigOf(settings, size);
    const parameters = initializeParameters(config, 7);
    const values = Object.entries(parameters).map(([name, each]) => [name, each.values]);
    const weights: WeightsState = {
      ...{ kind: "weights", model: config, step: 3, score: undefined },
      tokenizerSha256: createHash("sha256").update(before).digest("hex"),
      parameters: Object.fromEntries(values),
    };
    await saveCheckpoint(join(folder, "carried.checkpoint"), weights);
    const options = { ...from("carried.checkpoint"), initialTokenizer: file };
    const wider = transformerConfigOf(settings, size + 1);
    const start = await startingParameters(options, wider, {
      tokenizer: { tokenizer, sha256: "c".repeat(64) },
    });
    const [table, row] = [
      start["embedding/table"].values,
      (token: string) => 8 * (tokenizer.idOf(token) ?? -1),
    ];
    expect(table.subarray(0, size * 8)).toEqual(parameters["embedding/table"].values);
    for (let k = 0; k < 8; k++) {
      expect(table[row("ab") + k]).toBeCloseTo((table[row("a") + k] + table[row("b") + k]) / 2, 6);
    }
    expect({ ...start, "embedding/table": 0 }).toEqual({ ...parameters, "embedding/table": 0 });
    await expect(
      startingParameters({ ...from("named.checkpoint"), initialTokenizer: file }, wider, context),
    ).rejects.toThrow("named.checkpoint: belongs to another tokenizer");
  });

  test("refuses the weights of another model, and no file or a damaged one", async () => {
    const options = from("float.checkpoint");
    await expect(startingParameters(options, { ...model, features: 12 }, context)).rejects.toThrow(
      /embedding\/table must have 3600 values for this model, got 2400/,
    );
    await expect(
      startingParameters(options, { ...model, encoderLayers: 2 }, context),
    ).rejects.toThrow(/encoder\/1\/.* must have .* got none/);
    for (const name of ["none", "none.safetensors", "damaged.safetensors"]) {
      await expect(startingParameters(from(name), model, context)).rejects.toMatchObject({
        name: "UsageError",
        message: expect.stringContaining(name),
      });
    }
  });
});
