import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { type EncoderConfig, parsePrecision } from "../src/encoder-config.ts";
import { encoderParts } from "../src/encoder-parts.ts";
import { batchOfTexts } from "../src/text-batch.ts";
import { createTextEncoder } from "../src/text-encoder.ts";
import { type TransformerQuantizers, twoSetQuantizers } from "../src/transformer-quantizers.ts";
import { encoderTexts, encoderVariables, tinyEncoder, trainedLike } from "./tiny-encoder.ts";

beforeAll(() => tf.setBackend("cpu"));

const config: EncoderConfig = { ...tinyEncoder, precision: parsePrecision("1-1-1") };

/** Parameters of a few values each, by their names. */
function reader(values: Readonly<Record<string, tf.Tensor>>): (name: string) => tf.Tensor {
  return (name) => {
    const tensor = values[name];
    if (tensor === undefined) throw new Error(`no ${name}`);
    return tensor;
  };
}

test("a dense layer of BiT: elastic rows times weights of their mean magnitude", () => {
  const x = tf.tensor2d([[0.9, -0.3, -2]]);
  const inputs = {
    // In sixteenths: mean 0.0625, mean magnitude 0.25 and 0.375.
    weights: tf.tensor2d([
      [0.5, -0.125, 0.125],
      [-0.5, 0.5, -0.125],
    ]),
    bias: tf.tensor1d([0.5, -1]),
    scale: tf.scalar(0.5),
    shift: tf.tensor1d([0, 0.5, 0]),
  };
  const run = (
    rows: tf.Tensor,
    weights: tf.Tensor,
    bias: tf.Tensor,
    scale: tf.Tensor,
    shift: tf.Tensor,
  ): tf.Tensor =>
    encoderParts(
      config,
      reader({
        "d/weights": weights,
        "d/bias": bias,
        "d/input/scale": scale,
        "d/input/shift": shift,
      }),
    ).dense(tf.reshape<tf.Rank.R2>(rows, [1, 3]), { name: "d", bias: true });
  // x + shift = [0.9, 0.2, −2] → 0.5·[1, 1, −1]; W − mean → signs [1, −1, 1] and [−1, 1, −1], times 0.3125.
  const magnitude = (0.5 + 0.125 + 0.125 + 0.5 + 0.5 + 0.125) / 6;
  const { weights, bias, scale, shift } = inputs;
  const [first, second] = run(x, weights, bias, scale, shift).dataSync();
  expect(first).toBeCloseTo(0.5 * magnitude * (1 - 1 - 1) + 0.5, 6);
  expect(second).toBeCloseTo(0.5 * magnitude * (-1 + 1 + 1) - 1, 6);
  const gradients = tf
    .grads((...args: tf.Tensor[]) => {
      const [a = x, b = weights, c = bias, d = scale, e = shift] = args;
      return tf.sum(run(a, b, c, d, e));
    })([x, weights, bias, scale, shift])
    .map((gradient) => Array.from(gradient.dataSync(), (value) => value + 0)); // no −0
  // Both outputs' signs add to 0 in each column.
  expect(gradients[0]).toEqual([0, 0, 0]);
  expect(gradients[1]).toEqual([0.5, 0.5, -0.5, 0.5, 0.5, -0.5]);
  expect(gradients[2]).toEqual([1, 1]);
  expect(gradients[4]).toEqual([0, 0, 0]);
});

test("an embedding of one bit: signs around the mean of the table, times the mean magnitude of each row", () => {
  const table = tf.tensor2d([
    [1, 3],
    [-1, 0.5],
  ]);
  const parts = encoderParts(config, reader({ "embedding/table": table }));
  expect([...parts.embed(Int32Array.of(1, 0, 1)).dataSync()]).toEqual([
    -0.75, -0.75, 2, 2, -0.75, -0.75,
  ]);
});

test("the row of padding learns nothing where it is named", () => {
  const table = tf.tensor2d([
    [1, 3],
    [-1, 0.5],
  ]);
  const gradientOf = (padding?: number): number[] => [
    ...tf
      .grad((rows: tf.Tensor) =>
        tf.sum(
          encoderParts(config, reader({ "embedding/table": rows })).embed(
            Int32Array.of(1, 0, 1),
            padding,
          ),
        ),
      )(table)
      .dataSync(),
  ];
  expect(gradientOf()).toEqual([1, 1, 2, 2]);
  expect(gradientOf(0)).toEqual([0, 0, 2, 2]);
});

describe("attention of BiViT with given parameters", () => {
  const four: EncoderConfig = {
    ...{ ...tinyEncoder, features: 4, heads: 1, scheme: "softmax-aware" },
    precision: parsePrecision("1-1-1"),
  };
  // The first row is on its mean, so +1 as the others' signs: each matrix is quantized to itself.
  const hadamard = tf.tensor2d([1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1], [4, 4]);
  const prefix = "encoder/0/self-attention";
  const values = Object.fromEntries(
    ["query", "key", "value", "output"].flatMap((role) => [
      [`${prefix}/${role}/weights`, hadamard],
      [`${prefix}/${role}/bias`, tf.fill([4], role === "output" ? 0.5 : -1)],
    ]),
  );
  // Times the matrix [4, 0, 0, 0] and [0, 4, 0, 0], less 1 the signs [1, −1, −1, −1] and [−1, 1, −1, −1].
  const x = tf.tensor3d([1, 2, 3, 4, 1, -2, 3, -4], [1, 2, 4]);
  const [first, second] = [
    [-2, 2, 2, 2],
    [-2, -2, 2, -2],
  ].map((row) => row.map((product) => product + 0.5));

  test("each row keeps itself alone: scores 2 and 0, and e⁻² is less than a quarter", () => {
    const { attention } = encoderParts(four, reader(values));
    expect([...attention(x, 0).dataSync()]).toEqual([...(first ?? []), ...(second ?? [])]);
  });

  test("a key that is masked is not kept; other sizes are refused", () => {
    const { attention } = encoderParts(four, reader(values));
    const mask = tf.tensor3d([-1e9, 0], [1, 1, 2]);
    expect([...attention(x, 0, mask).dataSync()]).toEqual([...(second ?? []), ...(second ?? [])]);
    expect(() => attention(tf.zeros([1, 2, 3]), 0)).toThrow("attention: x must have 4 features");
  });

  test("what is behind a ReLU is 1 where it is more than 0, else 0", () => {
    const parameter = reader({ "two/weights": tf.tensor2d([1, 1, 1, -1], [2, 2]) });
    const { dense } = encoderParts(four, parameter);
    const rows = tf.tensor2d([0, 3, 0.5, 0, 2, 4], [3, 2]);
    const part = { name: "two", bias: false, input: "rectified" } as const;
    // Of rows [0, 1], [1, 0] and [1, 1].
    expect([...dense(rows, part).dataSync()]).toEqual([1, -1, 1, 1, 2, 0]);
  });

  test.each([
    [undefined, [0, 0, 0, 0]],
    [1.5, [0, 1, 1, 1]],
  ])("with contextClip %s values have the gradients %s", (contextClip, expected) => {
    const bias = `${prefix}/value/bias`;
    // One key: attention gives its signs [1, 1, 1, 1], whose magnitudes are 1; values are [4.5, 0.5, 0.5, 0.5].
    const firstOutput = (value: tf.Tensor): tf.Scalar => {
      const config = { ...four, ...(contextClip && { contextClip }) };
      const { attention } = encoderParts(config, reader({ ...values, [bias]: value }));
      return tf.slice(attention(tf.ones([1, 1, 4]), 0), [0, 0, 0], [1, 1, 1]).asScalar();
    };
    expect([
      ...tf
        .grad(firstOutput)(tf.fill([4], 0.5))
        .dataSync(),
    ]).toEqual(expected);
  });
});

test("layers one by one are the encoder", () => {
  const variables = encoderVariables(trainedLike(config));
  const encoder = createTextEncoder(config, variables);
  const [text = []] = encoderTexts;
  const { hidden } = encoder.outputs(batchOfTexts([text], 0));
  const parts = encoderParts(config, (name) => variables.get(name) ?? tf.scalar(0));
  let rows = tf.reshape<tf.Rank.R3>(hidden[0] ?? tf.scalar(0), [1, text.length, 16]);
  for (const layer of [0, 1]) {
    rows = parts.layer(rows, layer);
    expect([...rows.dataSync()]).toEqual([...(hidden[layer + 1]?.dataSync() ?? [])]);
  }
  expect(() => parts.layer(tf.zeros([1, 2, 3]), 0)).toThrow("x must have 16 features, got 3");
});

test("two unsigned bits with their least number taken off first, as in the code of BiT", () => {
  const two: EncoderConfig = { ...tinyEncoder, precision: parsePrecision("32-32-2") };
  const values = {
    "d/weights": tf.tensor2d([[1, 10]]),
    "d/input/scale": tf.scalar(1),
    "d/input/shift": tf.tensor1d([0.75, 0.75]),
  };
  const dense = (quantizers?: TransformerQuantizers): number | undefined =>
    encoderParts(two, reader(values), quantizers)
      .dense(tf.tensor2d([[0, 2]]), { name: "d", bias: false, input: "rectified" })
      .dataSync()[0];
  // Of 0.75 and 2.75: levels 1 and 3; less 0.75 levels 0 and 2, and 0.75 added to both.
  expect(dense()).toBeCloseTo(1 + 30, 5);
  expect(dense(twoSetQuantizers(2, "subtracted"))).toBeCloseTo(0.75 + 27.5, 5);
});
