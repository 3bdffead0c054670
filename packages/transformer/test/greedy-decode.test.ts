import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { binarizeFrom, type TransformerConfig } from "../src/config.ts";
import { createTransformer, type Transformer } from "../src/transformer.ts";
import { tinyConfig, tinyVariables, toyTokens } from "./tiny-transformer.ts";

beforeAll(() => tf.setBackend("cpu"));

const sources = [
  [3, 4, 5, 6, 2],
  [7, 8, 2],
  [9, 2],
  [10, 11, 12, 3, 4, 5, 6, 7, 2],
];
const options = { step: 0, tokens: toyTokens, maximumLength: 9 };

/** An untrained model repeats the token before; a strong cross attention makes its outputs differ. */
function transformer(config: TransformerConfig): Transformer {
  const variables = tinyVariables(config, 11);
  for (const layer of [0, 1]) {
    const gamma = variables.get(`decoder/${layer}/cross-attention/output-norm/gamma`)!;
    gamma.assign(tf.mul(gamma, 5));
  }
  return createTransformer(config, variables);
}

/** Greedy decoding from the definition: the whole prefix anew for each token. */
function decodeWithoutCache(
  model: Transformer,
  source: readonly number[],
  embeddingBits: 8 | 32,
): number[] {
  const target: number[] = [toyTokens.begin];
  while (target.length <= options.maximumLength) {
    const pairs = Array.from({ length: 13 }, (_, id) => ({ source, target: [...target, id] }));
    const scores = model
      .logProbabilities(pairs, { ...options, embeddingBits })
      .map((logProbabilities) => logProbabilities[logProbabilities.length - 1]);
    const best = scores.indexOf(Math.max(...scores));
    if (best === toyTokens.end) break;
    target.push(best);
  }
  return target.slice(1);
}

describe.each([
  ["float", tinyConfig, 32],
  ["W1A1", { ...tinyConfig, binarize: binarizeFrom(0) }, 32],
  ["W1A1 with an 8-bit table", { ...tinyConfig, binarize: binarizeFrom(0) }, 8],
] as const)("%s", (_, config, embeddingBits) => {
  const model = (): Transformer => transformer(config);

  test("the cache changes nothing", () => {
    const decoded = model().greedyDecode(sources, { ...options, embeddingBits });
    expect(decoded).toEqual(
      sources.map((source) => decodeWithoutCache(model(), source, embeddingBits)),
    );
    expect(new Set(decoded.map(String)).size).toBeGreaterThan(1);
  });

  test("a sentence decodes the same alone, in a batch and in any order", () => {
    const all = model().greedyDecode(sources, { ...options, embeddingBits, batchSize: 4 });
    const alone = model().greedyDecode(sources, { ...options, embeddingBits, batchSize: 1 });
    const backwards = model().greedyDecode([...sources].reverse(), { ...options, embeddingBits });
    expect(alone).toEqual(all);
    expect(backwards.reverse()).toEqual(all);
  });
});

test("stops at the shorter of both limits", () => {
  const model = transformer(tinyConfig);
  // An untrained model never comes to an end of its own.
  for (const [maximumLength, expected] of [
    [1, 1],
    [3, 3],
    [1000, tinyConfig.maximumLength],
  ]) {
    const [ids] = model.greedyDecode([[3, 2]], { ...options, maximumLength });
    expect(ids.length).toBe(expected);
  }
});

test.each([
  [{ maximumLength: Number.NaN }, "maximumLength must be an integer ≥ 1, got NaN"],
  [{ maximumLength: 0 }, "maximumLength must be an integer ≥ 1, got 0"],
  [{ batchSize: 0 }, "batchSize must be an integer ≥ 1, got 0"],
  [{ tokens: { ...toyTokens, begin: 13 } }, "tokens.begin must be a token id below 13, got 13"],
  [{ step: Number.NaN }, "step must be an integer ≥ 0, got NaN"],
])("%o is refused", (wrong, message) => {
  const model = transformer(tinyConfig);
  expect(() => model.greedyDecode([[3, 2]], { ...options, ...wrong })).toThrow(message);
});

test.each([2 ** 32 + 3, 3.7, Number.NaN, -1])("id %d is refused, not made an int32", (id) => {
  const model = transformer(tinyConfig);
  expect(() =>
    model.greedyDecode(
      [
        [3, 2],
        [id, 4, 2],
      ],
      options,
    ),
  ).toThrow(`rows[1][0] must be a token id, an integer ≥ 0, got ${id}`);
});

test("leaves no tensor behind, even where a logit is NaN", () => {
  const variables = tinyVariables(tinyConfig);
  const model = createTransformer(tinyConfig, variables);
  const before = tf.memory().numTensors;
  model.greedyDecode(sources, { ...options, embeddingBits: 8 });
  expect(tf.memory().numTensors).toBe(before);
  variables.get("decoder/norm/gamma")!.assign(tf.fill([12], NaN));
  const after = tf.memory().numTensors;
  expect(() => model.greedyDecode(sources, options)).toThrow("must be a number, got NaN");
  expect(tf.memory().numTensors).toBe(after);
});

test("an empty source is refused, no sources give no results", () => {
  const model = transformer(tinyConfig);
  expect(model.greedyDecode([], options)).toEqual([]);
  expect(() => model.greedyDecode([[]], options)).toThrow("non-empty");
});
