import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadMaskedLanguageModel, loadTextClassifier } from "@bnnkit/runtime";
import { beforeEach, expect, test, vi } from "vitest";
import { evaluateTexts } from "../../src/evaluate-texts/evaluate-texts.ts";
import type { StopReason, StopRequest } from "../../src/fit/stop-request.ts";
import { newTextConfig, resumedTextConfig } from "../../src/text/text-options.ts";
import { textRunFolder } from "../../src/text/text-run-folder.ts";
import { runInProcess } from "../command-line.ts";
import { scratchTexts, textStateIn, trainToy } from "./toy-texts.ts";

beforeEach(() => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  return () => write.mockRestore();
});

/** Answers "go on" so many times. */
function stopAfter(steps: number): Pick<StopRequest, "reason"> {
  let asked = 0;
  return {
    get reason(): StopReason | undefined {
      return asked++ < steps ? undefined : "SIGINT";
    },
  };
}

/** All that does not depend on the clock or on names of folders. */
async function outcome(folder: string, out: string): Promise<unknown> {
  const { parameters, optimizer, losses, scores, step } = await textStateIn(folder, out);
  return { parameters, optimizer, losses, scores, step };
}

test("a run that was stopped ends in the same bytes as one that was not; its file says what it says", async () => {
  const folder = scratchTexts();
  const precision = "1-1-1";
  const { result, steps } = await trainToy(folder, "whole", { precision });
  expect(steps).toBe(6);
  expect(result?.packed?.sameClass).toBe(6);
  expect(result?.packed?.largestDifference).toBeLessThan(1e-4);
  const stopped = await trainToy(folder, "parts", { precision, stop: stopAfter(5) });
  expect(stopped).toMatchObject({ stopped: "SIGINT", step: 4, result: undefined });
  await trainToy(folder, "parts");
  expect(await outcome(folder, "parts")).toEqual(await outcome(folder, "whole"));
  const { model, tokenizer } = textRunFolder(join(folder, "whole"));
  using classifier = await loadTextClassifier(readFileSync(model), readFileSync(tokenizer, "utf8"));
  const { label } = await classifier.classify("your hammer");
  expect(["fruit", "tool"]).toContain(label);
  const data = join(folder, "test.tsv");
  const evaluation = await evaluateTexts({ model, tokenizer, data });
  expect(evaluation).toMatchObject({ accuracy: result?.accuracy, labels: ["fruit", "tool"] });
  writeFileSync(data, "animal\ta cat\n");
  await expect(evaluateTexts({ model, tokenizer, data })).rejects.toThrow(
    'the label "animal" must be one of the model\'s: fruit, tool',
  );
});

test("from float over two bits to one, each starting from the run before it and imitating it", async () => {
  const folder = scratchTexts();
  await trainToy(folder, "float", { epochs: 1 });
  const before = readFileSync(textRunFolder(join(folder, "float")).checkpoint);
  for (const [from, precision] of [
    ["float", "1-1-2"],
    ["1-1-2", "1-1-1"],
  ] as const) {
    const path = join(folder, from);
    const { result } = await trainToy(folder, precision, {
      ...{ precision, epochs: 1, distill: ["logits", "hidden", "attention"] },
      ...{ initialWeights: path, teacher: path, tokenizer: textRunFolder(path).tokenizer },
    });
    expect(result?.precision).toBe(precision);
  }
  expect(readFileSync(textRunFolder(join(folder, "float")).checkpoint)).toEqual(before);
});

test("what a run refuses", async () => {
  const folder = scratchTexts();
  mkdirSync(join(folder, "empty"));
  const empty = join(folder, "empty");
  await expect(trainToy(folder, "a", { teacher: empty })).rejects.toThrow(
    /^--teacher: .*empty holds no run of "text"$/,
  );
  await expect(trainToy(folder, "b", { initialWeights: empty })).rejects.toThrow(
    /^--initial-weights: .*empty holds no run of "text"$/,
  );
  await expect(trainToy(folder, "c", { tokenizer: join(folder, "test.tsv") })).rejects.toThrow(
    /test\.tsv: readTokenizer: json must be JSON text, got text that begins/,
  );
  writeFileSync(join(folder, "test.tsv"), "animal\ta cat\n");
  await expect(trainToy(folder, "c")).rejects.toThrow(
    /test\.tsv: the label "animal" must be one that is trained on: fruit, tool$/,
  );
  writeFileSync(join(folder, "train.tsv"), "fruit\ta pear\na pear alone\n");
  await expect(trainToy(folder, "d")).rejects.toThrow(
    /expected a label and a text, separated by tabs, got 1 column/,
  );
});

test("options: what is wrong, and what a run that goes on cannot change", () => {
  const config = newTextConfig({ train: "a", test: "b", precision: "1-32-2" });
  expect(config.encoder.precision).toEqual({ weights: 1, embedding: 32, activations: 2 });
  expect(() => newTextConfig({ train: "a" })).toThrow("--train and --test must name files");
  const wrong = { train: "a", test: "b" };
  expect(() => newTextConfig({ ...wrong, precision: "2-1-1" })).toThrow("--precision must be");
  expect(() => newTextConfig({ ...wrong, distill: ["all"] })).toThrow(
    "--distill must be of logits, hidden, attention, got all",
  );
  expect(() => newTextConfig({ ...wrong, features: 30, heads: 4 })).toThrow(
    "no such encoder: features (30) must be a multiple of heads (4)",
  );
  expect(() => resumedTextConfig({ batch: 7 }, config, "run")).toThrow(
    "run: batch is 32 there and cannot become 7",
  );
  expect(() => resumedTextConfig({ features: 64, pooler: true }, config, "run")).toThrow(
    "run: encoder.features is 128 there and cannot become 64",
  );
  expect(() => resumedTextConfig({ pooler: true }, config, "run")).toThrow(
    "run: encoder.pooler is not set there and cannot become true",
  );
  const scheme = { scheme: "softmax-aware", precision: "1-1-2" } as const;
  expect(() => newTextConfig({ ...wrong, ...scheme })).toThrow(
    'precision.activations must be 1 or 32 in the scheme "softmax-aware", got 2',
  );
  expect(resumedTextConfig({ epochs: 9 }, config, "run").epochs).toBe(9);
});

test("tokens that were taken out are learned, and classes from there, with the same tokenizer and shape", async () => {
  const folder = scratchTexts();
  for (const name of ["train", "test"]) {
    writeFileSync(join(folder, `${name}.txt`), "one two three\nfour five six\n".repeat(20));
  }
  const lines = { train: join(folder, "train.txt"), test: join(folder, "test.txt") };
  const learning = { epochs: 30, learningRate: 0.02, vocabularySize: 340 } as const;
  const masked = { ...lines, ...learning, objective: "masked" } as const;
  const before = await trainToy(folder, "few-steps", { ...masked, epochs: 1 });
  const { result } = await trainToy(folder, "masked", masked);
  // What stands beside a token that is missing says which it was.
  expect(result?.accuracy).toBeGreaterThan(0.6);
  expect(result?.loss).toBeLessThan(before.result?.loss ?? 0);
  expect(result?.packed.largestDifference).toBeLessThan(1e-4);
  const { same = 0, of = 0 } = result?.packed.sameToken ?? {};
  expect(of).toBeGreaterThanOrEqual(40);
  expect(same).toBe(of);
  const initialWeights = join(folder, "masked");
  const tokenizer = join(initialWeights, "tokenizer.json");
  const model = readFileSync(join(initialWeights, "model.safetensors"));
  using gaps = await loadMaskedLanguageModel(model, readFileSync(tokenizer, "utf8"));
  expect(await gaps.fill("four [MASK] six")).toMatchObject({ text: "four five six" });
  const tuned = await trainToy(folder, "tuned", { initialWeights, tokenizer });
  expect(tuned.result?.packed?.sameClass).toBe(6);
  const [from, to] = [await textStateIn(folder, "masked"), await textStateIn(folder, "tuned")];
  expect(to.encoder.outputs).toBe(2);
  expect(to.tokenizerSha256).toBe(from.tokenizerSha256);
  expect(() => newTextConfig({ ...masked, teacher: "elsewhere" })).toThrow(
    "--teacher is for classes and numbers",
  );
  const files = ["--model", join(initialWeights, "model.safetensors"), "--tokenizer", tokenizer];
  const filled = await runInProcess(["fill", "one ? three", ...files, "--mask", "?", "--top", "1"]);
  expect(filled.output).toMatch(/^one two three\n +[0-9.]+ % {3}two\n$/);
  expect((await runInProcess(["fill", "one", ...files])).errors).toContain(
    'model.safetensors: fill: text must have a "[MASK]", got "one"',
  );
});

/** The last word of a text says its number, in thousands and far from 0. */
function writeNumbers(folder: string): void {
  for (const [name, others] of [
    ["train", ["a", "the", "my", "no", "one"]],
    ["test", ["this"]],
  ] as const) {
    const rows = others.flatMap((word) =>
      ["tiny", "small", "large", "huge"].map((size, i) => `${-7000 + 1000 * i}\t${word} ${size}\n`),
    );
    writeFileSync(join(folder, `${name}.tsv`), rows.join(""));
  }
}

test("a regression gives numbers in their own unit, and its student imitates them", async () => {
  const folder = scratchTexts();
  writeNumbers(folder);
  const settings = { objective: "regression", batch: 4, dropout: 0, attentionDropout: 0 } as const;
  const learning = { ...settings, epochs: 30, learningRate: 0.02 };
  const { result } = await trainToy(folder, "float", learning);
  if (result === undefined || result.accuracy !== undefined) throw new TypeError("must be numbers");
  expect(result.pearson).toBeGreaterThan(0.9);
  expect(result.spearman).toBeGreaterThan(0.9);
  // The variance of the numbers is 1.25 millions.
  expect(result.loss).toBeLessThan(0.2 * 1.25e6);
  expect(result.packed?.sameClass).toBeUndefined();
  expect(result.packed?.largestDifference).toBeLessThan(1e-4);
  const { model, tokenizer, path, validationCsv } = textRunFolder(join(folder, "float"));
  const evaluation = await evaluateTexts({ model, tokenizer, data: join(folder, "test.tsv") });
  if (evaluation.accuracy !== undefined) throw new TypeError("must be numbers");
  expect(evaluation.loss / result.loss).toBeCloseTo(1, 2);
  expect(evaluation.pearson).toBeCloseTo(result.pearson, 4);
  expect(readFileSync(validationCsv, "utf8")).toMatch(/^step,epoch,name,loss,pearson,spearman\n/);
  const from = { ...settings, initialWeights: path, teacher: path, tokenizer };
  const student = await trainToy(folder, "student", { ...from, epochs: 1, learningRate: 1e-6 });
  // It starts from the teacher, and imitating it moves it nowhere.
  expect((student.result?.loss ?? 0) / result.loss).toBeCloseTo(1, 2);
  const data = join(folder, "test.csv");
  const tsv = readFileSync(join(folder, "test.tsv"), "utf8");
  const quoted = tsv.replace(/\t(.*)/g, ',"seen, ""or"" not","$1"');
  writeFileSync(data, `score,where,text\n${quoted}`);
  expect(await evaluateTexts({ model, tokenizer, data })).toMatchObject({ loss: evaluation.loss });
  writeFileSync(data, '1,"a\nb"\n2,"c\n');
  await expect(evaluateTexts({ model, tokenizer, data })).rejects.toThrow(
    /test\.csv:3: expected cells in double quotes that end/,
  );
  writeFileSync(join(folder, "train.tsv"), "1\ta\n2\tb\n3\tc\n4\td\n");
  await expect(trainToy(folder, "other", from)).rejects.toThrow(
    "must have learned the same numbers: mean and deviation are -5500 and",
  );
  writeFileSync(join(folder, "train.tsv"), "1\ta\nhigh\tb\n");
  await expect(trainToy(folder, "words", settings)).rejects.toThrow(
    /train\.tsv: the label "high" must be a number$/,
  );
  writeFileSync(join(folder, "train.tsv"), "0.1\ta\n0.1\tb\n0.1\tc\n");
  await expect(trainToy(folder, "same", settings)).rejects.toThrow(
    /train\.tsv: has one number only, 0\.1$/,
  );
});
