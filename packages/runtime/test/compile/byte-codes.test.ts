import { bases, type Code, float32, odd, ternary, unipolar } from "@bnnkit/core";
import { createKernels } from "@bnnkit/kernels";
import { checkModel, type Node, type PackedModel, rowCodes } from "@bnnkit/model";
import { evaluateModel, rowOf } from "@bnnkit/model/reference";
import { expect, test } from "vitest";
import { fitByte } from "../../src/compile/product/byte-codes.ts";
import { createTranslationSession } from "../../src/translate/translation-session.ts";
import { generatedIds } from "../open-session.ts";
import { randomModel } from "../random-model.ts";

test.each<[string, Code, boolean]>([
  ["seven planes of signs", odd(7), true],
  ["eight planes of signs", odd(8), false],
  ["ternary digits in steps of 127", [{ digit: "ternary", scale: 127 }], true],
  ["ternary digits in steps of 128", [{ digit: "ternary", scale: 128 }], false],
  ["a byte without a sign less 128", [{ digit: "uint8", offset: -128 }], true],
  ["a byte without a sign", [{ digit: "uint8" }], false],
  ["int8", [{ digit: "int8" }], true],
  ["int8 and a bit", [{ digit: "int8" }, ...unipolar], false],
  ["signs of a scale that is not whole", bases([0.5, 1]), false],
  ["signs with a scale for each row", [{ digit: "bipolar", scale: "row" }], false],
  [
    "ternary digits that are stored where they are not 0",
    [{ digit: "ternary", sparse: { weights: 3 } }],
    false,
  ],
  ["floats", float32, false],
])("%s: whether they fit a byte", (_, code, fits) => {
  expect(fitByte(code)).toBe(fits);
});

const [features, vocabularySize] = [12, 23];
const table = { tensor: "table", code: odd(4) };

function embed(side: string, ids: string): readonly Node[] {
  const [rows, scales] = [`${side}/rows`, `${side}/scales`];
  return [
    { op: "embedding", name: rows, inputs: [ids], features, multiplier: 0.25, table },
    {
      op: "embedding",
      name: scales,
      inputs: [ids],
      features: 1,
      multiplier: 1,
      table: { tensor: "row-scales", code: float32 },
    },
    { op: "multiply", name: `${side}/scaled`, inputs: [rows, scales] },
    {
      op: "position",
      name: `${side}/embedded`,
      inputs: [`${side}/scaled`],
      maximumLength: 20,
      table: "sinusoidal",
    },
  ];
}

function product(name: string, x: string, code: Code): readonly Node[] {
  const weights = { tensor: name, code };
  return [
    { op: "dense", name, inputs: [`${x}.codes`], outFeatures: features, weights, bias: false },
    { op: "affine", name: `${name}-scaled`, inputs: [name], scales: true, offsets: true },
  ];
}

const norm = (name: string, x: string): Node => ({
  op: "layer-norm",
  name,
  inputs: [x],
  groups: 1,
  epsilon: 1e-6,
});

/** Products of rows of int8 with weights of whole numbers, the logits of the table that embeds. */
function fewBitModel(): PackedModel {
  const tokens = { vocabularySize, padding: 0, begin: 1, end: 2 };
  return randomModel(
    {
      name: "few bits",
      task: "sequence-to-sequence",
      graphs: {
        encoder: {
          inputs: [{ name: "s", kind: "ids", count: vocabularySize }],
          nodes: [
            ...embed("encoder", "s"),
            norm("n", "encoder/embedded"),
            rowCodes("n"),
            ...product("hidden", "n", odd(3)),
            {
              op: "activation",
              name: "r",
              inputs: ["hidden-scaled"],
              function: "relu",
              shifts: false,
            },
            norm("h", "r"),
            rowCodes("h"),
            ...product("out", "h", ternary),
            norm("enc", "out-scaled"),
          ],
          output: "enc",
        },
        decoder: {
          inputs: [
            { name: "encoded", kind: "rows", features },
            { name: "t", kind: "ids", count: vocabularySize },
          ],
          nodes: [
            ...embed("decoder", "t"),
            rowCodes("encoded"),
            ...product("key", "encoded", odd(7)),
            ...product("value", "encoded", [{ digit: "int8" }]),
            {
              op: "attention",
              name: "cross",
              inputs: ["decoder/embedded", "key-scaled", "value-scaled"],
              heads: 2,
              causal: false,
              probabilities: { keep: "all" },
            },
            norm("last", "cross"),
            rowCodes("last"),
            {
              op: "dense",
              name: "scores",
              inputs: ["last.codes"],
              outFeatures: vocabularySize,
              weights: table,
              bias: false,
            },
            {
              op: "affine",
              name: "scaled-scores",
              inputs: ["scores"],
              scales: true,
              offsets: false,
            },
          ],
          output: "scaled-scores",
        },
      },
      tokens,
      maximumLength: 20,
    },
    11,
  );
}

test("weights of whole numbers that fit a byte run as bytes, and give what the definitions give", async () => {
  const model = checkModel(fewBitModel());
  using kernels = await createKernels();
  using session = createTranslationSession(model, kernels);
  const batch = [[5, 6, 7, 8, 9], [3], [11, 4, 4]];
  const results = await session.translateIds(batch, { beamSize: 2, nBest: 2, maximumLength: 8 });
  for (const [i, list] of results.entries()) {
    expect(list.length).toBe(2);
    for (const hypothesis of list) {
      const expected = evaluateModel(model, batch[i] ?? [], [1, ...hypothesis.tokens]);
      for (const [t, id] of generatedIds(hypothesis).entries()) {
        const reference = rowOf(expected, t)[id] ?? Number.NaN;
        expect(Math.abs((hypothesis.logProbabilities[t] ?? 0) - reference)).toBeLessThan(1e-5);
      }
    }
  }
});
