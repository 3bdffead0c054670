import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTokenizer } from "@bnnkit/runtime/text";
import { readCheckpoint } from "@bnnkit/transformer/checkpoint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { binarizeCheckpoint } from "../../src/binarize/binarize-checkpoint.ts";
import { methodOf } from "../../src/binarize/method-option.ts";
import { byteVocabularySize, trainByteTokenizer } from "../../src/language-model/byte-tokenizer.ts";
import { trainLanguageModel } from "../../src/language-model/train-language-model.ts";
import { runInProcess } from "../command-line.ts";

let folder: string;
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-language-model-"));
  await writeFile(path("text.txt"), "abc abd\n".repeat(200));
});
afterAll(() => rm(folder, { recursive: true }));

const shape = { vocabularySize: byteVocabularySize, features: 16, layers: 1, heads: 2, length: 16 };
const training = { steps: 60, batch: 8, learningRate: 0.02, seed: 1 };

test("every byte is a token of its own, and decoding gives the text back", () => {
  const tokenizer = readTokenizer(trainByteTokenizer([], byteVocabularySize));
  const text = "a é\n\u0000 😀";
  const ids = tokenizer.encode(text);
  expect(ids).toEqual(Array.from(new TextEncoder().encode(text), (byte) => byte + 1));
  expect(tokenizer.decode(ids)).toBe(text);
});

test("frequent pairs become tokens behind the bytes, and are trained on", async () => {
  const tokenizer = readTokenizer(trainByteTokenizer(["abab abc\n".repeat(9)], 259));
  // "ab" stands 3 times in a line, more often than every other pair; then "Ġab", as a space is put before the text for counting.
  expect(tokenizer.vocabularySize).toBe(259);
  expect(tokenizer.encode("cab ab")).toEqual([0x63 + 1, 257, 258]);
  expect(tokenizer.decode([257, 258])).toBe("ab ab");
  const out = path("pairs");
  const settings = { ...shape, ...training, vocabularySize: 261, steps: 1 };
  const { parameters } = await trainLanguageModel({ ...settings, out, text: [path("text.txt")] });
  const read = await readCheckpoint((name) => readFile(join(out, name)).catch(() => undefined));
  const count = [...read.model.tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  expect(count).toBe(parameters);
  expect(readTokenizer(read.tokenizer).vocabularySize).toBe(261);
});

test("a text is learned, its checkpoint read, and eight bits of a weight score it as floats do", async () => {
  const losses: number[] = [];
  const out = path("checkpoint");
  const result = await trainLanguageModel({
    ...{ ...shape, ...training, out, text: [path("text.txt")] },
    onStep: (_, loss) => losses.push(loss),
  });
  // Seven of eight bytes follow from the ones before; chance is log 257 = 5.5.
  expect(losses[0]).toBeGreaterThan(5);
  expect(result.heldOutLoss).toBeLessThan(1);
  const { model } = await readCheckpoint(
    async (name) => await readFile(join(out, name)).catch(() => undefined),
  );
  const count = [...model.tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  expect(count).toBe(result.parameters);
  const scored = await binarizeCheckpoint({
    ...{ checkpoint: out, text: path("text.txt"), score: path("text.txt"), out: path("few") },
    ...{ method: { method: "round", bits: 8 }, table: "float32" },
    ...{ calibrationTexts: 4, scoreCharacters: 400 },
  });
  const { before, after } = scored.perplexity ?? { before: 0, after: 0 };
  expect(Math.log(before)).toBeCloseTo(result.heldOutLoss ?? Number.NaN, 0);
  expect(after / before).toBeCloseTo(1, 1);
  expect(scored.tokensPerSecond?.after).toBeGreaterThan(0);
  expect((await readFile(path("few/model.safetensors"))).length).toBe(scored.bytes);
  const file = ["--model", path("few/model.safetensors")];
  const packed = [...file, "--tokenizer", path("few/tokenizer.json")];
  const written = await runInProcess(["generate", "abc abd\nabc", ...packed, "--tokens", "5"]);
  expect(written).toEqual({ code: 0, output: "abc abd\nabc abd\n\n", errors: "" });
  const drawn = ["--checkpoint", out, "--tokens", "4", "--temperature", "0.5", "--top-k", "3"];
  const [one, again] = [
    await runInProcess(["generate", "abc", ...drawn, "--seed", "7", "--json"]),
    await runInProcess(["generate", "abc", ...drawn, "--seed", "7", "--json"]),
  ];
  expect(JSON.parse(one.output)).toMatchObject({ prompt: "abc", finish: "length" });
  expect(again.output).toBe(one.output);
  expect((await runInProcess(["generate", "a", ...file])).errors).toContain(
    "--model and --tokenizer must name files, or --checkpoint a folder alone",
  );
  expect(await runInProcess(["generate", "a", "--checkpoint", path("few")])).toMatchObject({
    code: 2,
    errors: expect.stringContaining("config.json"),
  });
  expect((await runInProcess(["generate", "a", ...packed, "--top-p", "2"])).errors).toMatch(
    /few.model\.safetensors: generate: topP must be/,
  );
});

test("a run that was stopped ends in the same bytes as one that was not, and is not written over", async () => {
  const options = { ...shape, ...training, steps: 5, text: [path("text.txt")] };
  await trainLanguageModel({ ...options, out: path("whole") });
  let asked = 0;
  const stop = {
    get reason() {
      return asked++ < 3 ? undefined : ("SIGINT" as const);
    },
  };
  const out = path("parts");
  const stopped = await trainLanguageModel({ ...options, out, stop });
  expect(stopped).toMatchObject({ step: 3, heldOutLoss: undefined });
  const shapeArgs = ["--features", "16", "--layers", "1", "--heads", "2", "--length", "16"];
  const stepArgs = ["--steps", "5", "--batch", "8", "--learning-rate", "0.02"];
  const command = ["language-model", "--text", path("text.txt"), "--out", out, ...shapeArgs];
  expect((await runInProcess([...command, ...stepArgs, "--seed", "1"])).errors).toContain(
    "parts: holds a run already; add --resume to go on with it, or name another folder",
  );
  expect(
    (await runInProcess([...command, ...stepArgs, "--seed", "2", "--resume"])).errors,
  ).toContain("seed is 1 there and cannot become 2");
  const resumed = await runInProcess([...command, ...stepArgs, "--seed", "1", "--resume"]);
  expect(resumed.code).toBe(0);
  const [whole, parts] = await Promise.all(
    ["whole", "parts"].map((name) => readFile(path(`${name}/model.safetensors`))),
  );
  expect(parts.equals(whole)).toBe(true);
});

test("a text that is too short for its held-out tenth is refused", async () => {
  await writeFile(path("short.txt"), "a".repeat(100));
  const short = { ...shape, ...training, text: [path("short.txt")], out: path("none") };
  await expect(trainLanguageModel(short)).rejects.toThrow("needs more than 16 tokens, has 10");
});

test("options of one method are none of another", () => {
  expect(methodOf({ method: "pb-llm", share: 0.2, metric: "magnitude" })).toEqual({
    ...{ method: "pb-llm", share: 0.2, metric: "magnitude" },
  });
  expect(methodOf({ method: "pb-llm", bits: 4, groupSize: 64 })).toEqual({
    ...{ method: "pb-llm", bits: 4, groupSize: 64 },
  });
  expect(methodOf({ method: "round", feedback: false })).toEqual({
    ...{ method: "round", feedback: false },
  });
  expect(methodOf({ method: "nano-quant", bits: 2, iterations: 9 })).toEqual({
    ...{ method: "nano-quant", bits: 2, iterations: 9 },
  });
  expect(methodOf({ method: "bi-llm", feedback: true })).toEqual({ method: "bi-llm" });
  expect(() => methodOf({ method: "arb-rc", feedback: false })).toThrow(
    "--no-feedback is no option of arb-rc",
  );
  expect(() => methodOf({ method: "round", groupSize: 64 })).toThrow(
    "--group-size is no option of round",
  );
  expect(methodOf({ method: "arb-llm" })).toEqual({ method: "arb-llm", order: 1 });
  expect(methodOf({ method: "arb-rc", groupSize: 64 })).toEqual({
    method: "arb-rc",
    groupSize: 64,
  });
  expect(() => methodOf({ method: "bi-llm", share: 0.2 })).toThrow(
    "--share is no option of bi-llm",
  );
  expect(() => methodOf({ method: "gptq" })).toThrow("--method must be one of round, pb-llm");
});
