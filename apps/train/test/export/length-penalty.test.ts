import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type PackedModel, readModel } from "@bnnkit/model";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de-w1a1";
import { expect, test } from "vitest";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { tuneLengthPenalty, withLengthPenalty } from "../../src/export/length-penalty.ts";

function hashesOf({ tensors }: PackedModel): Map<string, string> {
  return new Map(
    [...tensors].map(([name, { dtype, shape, data }]) => {
      const hash = createHash("sha256").update(data).digest("hex");
      return [name, `${dtype} [${shape}] ${hash}`];
    }),
  );
}

const model = await readFile(modelUrl);
const tokenizerJson = await readFile(tokenizerUrl, "utf8");
const heldOut = [
  {
    sources: ["Where is my new car?", "I have never been there."],
    references: [["Wo ist mein neues Auto?"], ["Ich war noch nie dort.", "Dort war ich nie."]],
  },
  {
    sources: ["Select the cells that you want to copy."],
    references: [["Wählen Sie die Zellen aus, die Sie kopieren möchten."]],
  },
];

test("tuning takes the penalty with the best mean of BLEU, the smallest of equals", async () => {
  const progress: number[] = [];
  const { best, tried } = await tuneLengthPenalty(model, {
    tokenizerJson,
    heldOut,
    onProgress: (finished, total) => progress.push(finished / total),
  });
  expect(tried.map(({ penalty }) => penalty)).toEqual([0, 0.6, 1, 1.5, 2]);
  const highest = Math.max(...tried.map(({ score }) => score));
  expect(best).toBe(tried.find(({ score }) => score === highest)?.penalty);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
  const scores: number[] = [];
  for (const text of heldOut) {
    const options = { ...text, model, tokenizerJson, beamSize: 4, lengthPenalty: 1.5 };
    scores.push((await evaluate(options)).bleu.score);
  }
  expect(tried[3]?.score).toBe((scores[0]! + scores[1]!) / 2);
});

test("a model takes a penalty with it, and nothing else changes", () => {
  const before = readModel(model);
  const after = readModel(withLengthPenalty(model, 1.25));
  expect(after.description).toEqual({ ...before.description, lengthPenalty: 1.25 });
  expect(hashesOf(after)).toEqual(hashesOf(before));
  expect(after.metadata).toEqual(before.metadata);
});
