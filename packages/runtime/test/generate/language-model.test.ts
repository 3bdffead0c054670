import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ContinuedText } from "../../src/generate/continued-text.ts";
import {
  createKernels,
  createLanguageModel,
  type Kernels,
  type LanguageModel,
} from "../../src/index.ts";
import { readTokenizer } from "../../src/text/index.ts";
import { tinyModel } from "../tiny-model.ts";
import { byteCharacters, tinyTokenizer } from "../tiny-tokenizer.ts";
import { countingModel, countingTokenizer } from "./counting-model.ts";

let kernels: Kernels;
let model: LanguageModel;
beforeAll(async () => {
  kernels = await createKernels({ isa: "js" });
  model = createLanguageModel(countingModel(), countingTokenizer(), kernels);
});
afterAll(() => {
  model.dispose();
  kernels.dispose();
});

/** Of the word that is right: e⁸/(e⁸ + 6). */
const right = -Math.log(1 + 6 * Math.exp(-8));

describe("generate", () => {
  test("counts on to the end, without the end token; an empty prompt begins", async () => {
    const one = await model.generate("one");
    expect(one).toMatchObject({ tokens: [4, 5], finish: "end" });
    expect(one.text.trim()).toBe("two three");
    expect((await model.generate("")).tokens).toEqual([2, 3, 4, 5]);
    for (const value of one.logProbabilities) expect(value).toBeCloseTo(right, 5);
  });

  test("ends at maximumTokens, at the last position, and at tokens that stop", async () => {
    expect(await model.generate("é", { maximumTokens: 3 })).toMatchObject({
      tokens: [6, 6, 6],
      finish: "length",
    });
    expect((await model.generate("é é")).tokens).toHaveLength(10);
    const stopped = await model.generate("zero", { stopTokens: [4] });
    expect(stopped).toMatchObject({ tokens: [3], finish: "end" });
  });

  test("several prompts keep their order; none is none", async () => {
    const all = await model.generate(["two", "zero", "é"], { maximumTokens: 2 });
    expect(all.map(({ tokens }) => tokens)).toEqual([[5], [3, 4], [6, 6]]);
    expect(await model.generate([])).toEqual([]);
  });

  test("more prompts than rows at once", async () => {
    const prompts = Array.from({ length: 75 }, (_, i) => ["zero", "two", "one"][i % 3]);
    const all = await model.generate(prompts);
    const expected = [[3, 4, 5], [5], [4, 5]];
    expect(all.map(({ tokens }) => tokens)).toEqual(prompts.map((_, i) => expected[i % 3]));
  });

  test("onText gives the pieces of each prompt as they come", async () => {
    const pieces = ["", ""];
    const seen: string[] = [];
    const all = await model.generate(["zero", "two"], {
      onText: ({ index, text }) => {
        pieces[index] += text;
        seen.push(text.trim());
      },
    });
    expect(pieces).toEqual(all.map(({ text }) => text));
    expect(seen.slice(0, 2)).toEqual(["one", "three"]);
  });

  test("a signal stops it between two tokens, and memory goes back", async () => {
    const before = kernels.mark();
    const controller = new AbortController();
    const reason = new Error("enough");
    const work = model.generate("é", {
      signal: controller.signal,
      onText: () => controller.abort(reason),
    });
    await expect(work).rejects.toBe(reason);
    expect(kernels.mark()).toBe(before);
  });

  test.each([
    [{ temperature: -1 }, "generate: temperature must be a finite number ≥ 0, got -1"],
    [{ topK: 0 }, "topK"],
    [{ topP: 0 }, "generate: topP must be in 0 < p ≤ 1, got 0"],
    [{ seed: 2 ** 32 }, "seed must be an integer in 0 … 4294967295, got 4294967296"],
    [{ maximumTokens: 0.5 }, "maximumTokens"],
    [{ stopTokens: [7] }, "stopTokens[0] must be an integer in 0 … 6, got 7"],
  ])("refuses %j", async (options, message) => {
    await expect(model.generate("one", options)).rejects.toThrow(message);
  });

  test("refuses a prompt that leaves no position", async () => {
    await expect(model.generate("zero ".repeat(12))).rejects.toThrow(
      "generate: prompts[0] must have fewer tokens than the model has positions (12), got 12",
    );
  });

  test("refuses scores that are not finite", async () => {
    const broken = createLanguageModel(countingModel(false), countingTokenizer(), kernels);
    await expect(broken.generate("one")).rejects.toThrow("must be finite, got Infinity");
    broken.dispose();
  });
});

describe("score", () => {
  test("each word behind those before it, the first behind the begin token", async () => {
    const { tokens, logProbabilities, perplexity } = await model.score("zero one two zero");
    expect(tokens).toEqual([2, 3, 4, 2]);
    const expected = [right, right, right, right - 8];
    for (const [i, value] of expected.entries()) expect(logProbabilities[i]).toBeCloseTo(value, 4);
    expect(perplexity).toBeCloseTo(Math.exp(2 - right), 4);
  });

  test("a text of many windows has every word scored once; an empty one has perplexity 1", async () => {
    const { tokens, logProbabilities } = await model.score("é ".repeat(200));
    expect(tokens).toHaveLength(200);
    expect(logProbabilities).toHaveLength(200);
    expect(logProbabilities[199]).toBeCloseTo(right, 4);
    expect(await model.score("")).toEqual({ tokens: [], logProbabilities: [], perplexity: 1 });
  });
});

test("scores of ids: 8 for the word that follows, whatever is before", async () => {
  const scores = await model.scores([3, 6]);
  expect([...scores]).toEqual([0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 8]);
  await expect(model.scores([])).rejects.toThrow("ids.length must be an integer in 1 … 12, got 0");
  await expect(model.scores([7])).rejects.toThrow("ids[0] must be an integer in 0 … 6, got 7");
});

describe("createLanguageModel", () => {
  test("refuses a model of another task, and a tokenizer of more words", () => {
    expect(() => createLanguageModel(tinyModel(), countingTokenizer(), kernels)).toThrow(
      "createLanguageModel: the model's task must be language-model, got sequence-to-sequence",
    );
    expect(() =>
      createLanguageModel(countingModel(), readTokenizer(tinyTokenizer()), kernels),
    ).toThrow("the tokenizer's vocabulary size (266) must be at most the model's (7)");
  });

  test("disposed of, it says so once the work that runs is done, and gives memory back", async () => {
    const before = kernels.mark();
    let closed = 0;
    const other = createLanguageModel(countingModel(), countingTokenizer(), kernels, {
      onClosed: () => closed++,
    });
    const work = other.generate("zero");
    other.dispose();
    other.dispose();
    expect((await work).tokens).toEqual([3, 4, 5]);
    expect([closed, kernels.mark()]).toEqual([1, before]);
    await expect(other.generate("zero")).rejects.toThrow("it has been disposed of");
  });
});

test("a continuation holds back the bytes of a character until it is whole", () => {
  const tokenizer = readTokenizer(tinyTokenizer([], false));
  const characters = byteCharacters();
  const idOf = (byte: number): number => tokenizer.idOf(characters[byte]) ?? -1;
  const [first, second] = new TextEncoder().encode("é");
  const text = new ContinuedText(tokenizer, [idOf(0x61)]);
  expect(text.push(idOf(0x20))).toBe(" ");
  expect(text.push(idOf(first))).toBe("");
  expect(text.push(idOf(second))).toBe("é");
  expect(text.push(idOf(first))).toBe("");
  expect(text.end()).toBe("\uFFFD");
  expect(text.text).toBe(" é\uFFFD");
});
