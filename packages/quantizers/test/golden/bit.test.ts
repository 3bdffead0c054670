import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { elasticQuantizer } from "../../src/elastic-quantizer.ts";
import type { Quantizer } from "../../src/quantizer.ts";
import { zeroMeanSignQuantizer } from "../../src/zero-mean-sign-quantizer.ts";
import { expectClose, finiteDifferences } from "../finite-differences.ts";
import { gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const x = [-0.1, 0.1, 0.24, 0.26, 0.5, 0.9];

/** Gradients by x, scale and shift of `Σ g·q(x)`. */
function gradients(
  { quantize }: Quantizer,
  input: readonly number[],
  scale: number,
  shift: number | readonly number[],
  g: readonly number[],
): readonly (readonly number[])[] {
  const grads = tf.grads((z: tf.Tensor, alpha: tf.Tensor, b: tf.Tensor) =>
    tf.sum(tf.mul(quantize(z, { parameters: { scale: alpha, shift: b } }), tf.tensor1d([...g]))),
  )([
    tf.tensor1d([...input]),
    tf.scalar(scale),
    typeof shift === "number" ? tf.scalar(shift) : tf.tensor1d([...shift]),
  ]);
  return grads.map((gradient) => [...gradient.dataSync()]);
}

const none = x.map(() => 0);

describe("T17 the code", () => {
  const unsigned = elasticQuantizer({ set: "unsigned", scale: 0.5 });

  test("unsigned: levels and the share t of each element in the gradient of the scale", () => {
    expect(valuesOf(unsigned, x)).toEqual([0, 0, 0, 0.5, 0.5, 0.5]);
    const shares = x.map((_, i) => {
      const g = x.map((_, j) => (i === j ? 1 : 0));
      return gradients(unsigned, x, 0.5, none, g)[1]![0]! * Math.sqrt(6);
    });
    expectClose(shares, [0, -0.2, -0.48, 0.48, 0, 1], 1e-5);
    expect(gradients(unsigned, x, 0.5, none, [1, 2, 3, 4, 5, 6])[0]).toEqual([0, 2, 3, 4, 5, 0]);
  });

  test("unsigned: a tie goes to the even level, 0; in the paper up", () => {
    expect(valuesOf(unsigned, [0.25])).toEqual([0]);
    const paper = elasticQuantizer({ set: "unsigned", scale: 0.5, convention: "paper" });
    expect(valuesOf(paper, [0.25])).toEqual([0.5]);
  });

  test("signed: values, window and gradient of the scale", () => {
    const signed = elasticQuantizer({ scale: 0.8 });
    const input = [-2, -0.3, 0.4];
    expect(valuesOf(signed, input)).toEqual([-0.8, -0.3 - 0.5, 0.8].map(Math.fround));
    const [byX, byScale, byShift] = gradients(signed, input, 0.8, [0, 0, 0], [1, 1, 1]);
    expect(byX).toEqual([0, 1, 1]);
    expect(byShift).toEqual([0, 1, 1]);
    expectClose(byScale!, [-0.57735], 1e-5);
  });

  test("first scales: 2·mean|x| of signed, 4·mean|x| of unsigned bits, over √greatest of several", () => {
    const batch = tf.tensor1d([0.5, -0.1, 0.2, 0.2]);
    const scaleOf = (quantizer: Quantizer): number =>
      quantizer.parametersFrom!(batch).scale!.dataSync()[0]!;
    expect(scaleOf(elasticQuantizer())).toBeCloseTo(0.5, 6);
    expect(scaleOf(elasticQuantizer({ set: "unsigned" }))).toBeCloseTo(1, 6);
    expect(scaleOf(elasticQuantizer({ bits: 2 }))).toBeCloseTo(0.5, 6);
    expect(scaleOf(elasticQuantizer({ set: "unsigned", bits: 2 }))).toBeCloseTo(1 / 3 ** 0.5, 6);
    expect(scaleOf(elasticQuantizer({ convention: "paper" }))).toBeCloseTo(0.25, 6);
    const paper = elasticQuantizer({ set: "unsigned", convention: "paper" });
    // The mean of 0.5 and 0.9, which become 1; where nothing does, of all.
    expect(paper.parametersFrom!(tf.tensor1d(x)).scale!.dataSync()[0]).toBeCloseTo(0.7, 6);
    expect(scaleOf(elasticQuantizer({ set: "unsigned", convention: "paper" }))).toBe(0.5);
    expect(elasticQuantizer().parametersFrom!(tf.zeros([3])).scale!.dataSync()[0]).toBe(
      Math.fround(1e-5),
    );
  });

  test("weights: the sign of W less its mean, times mean|W|; the gradient as it is", () => {
    // In sixteenths, whose mean 0.1875 is exact: two of them are on it.
    const weights = [0.5, -0.125, 0.1875, 0.1875];
    expect(valuesOf(zeroMeanSignQuantizer(), weights)).toEqual([0.25, -0.25, 0.25, 0.25]);
    expect(gradientOf(zeroMeanSignQuantizer().quantize, weights, [1, 2, 3, 4])).toEqual([
      1, 2, 3, 4,
    ]);
  });

  test("the word embedding: a scale of each row, the mean of all", () => {
    const embedding = zeroMeanSignQuantizer({ scaleAxis: "activations" });
    const table = [
      [1, 3],
      [-1, 0.5],
    ];
    expect(valuesOf(embedding, table)).toEqual([2, 2, -0.75, -0.75]);
  });
});

test("the paper's gradients of the four pieces of an unsigned bit", () => {
  const [scale, shift] = [0.5, 0.1];
  const paper = elasticQuantizer({ set: "unsigned", convention: "paper" });
  const input = [0, 0.2, 0.4, 0.7];
  const each = input.map((_, i) =>
    gradients(
      paper,
      input,
      scale,
      shift,
      input.map((_, j) => (i === j ? 1 : 0)),
    ).map((gradient, k) => gradient[k === 0 ? i : 0]!),
  );
  // By x, by α and by β, below β, below β + α/2, below β + α, and above.
  expectClose(
    each.flat(),
    [
      [0, 0, 0],
      [1, -0.2, -1],
      [1, 1 - 0.6, -1],
      [0, 1, 0],
    ].flat(),
    1e-5,
  );
});

test.each([
  ["signed", 3, "code"],
  ["unsigned", 2, "code"],
  ["unsigned", 1, "paper"],
] as const)(
  "gradients of %s %d bits in the %s are those of clipped values",
  (set, bits, convention) => {
    const [alpha, b] = [0.3, 0.05];
    const input = [-2, -0.5, -0.17, 0.04, 0.11, 0.21, 0.56, 3];
    const g = [1, -2, 0.5, 3, -1, 2, 4, 0.25];
    const [least, greatest] = set === "signed" ? [-4, 3] : [0, 2 ** bits - 1];
    const sign = convention === "code" ? 1 : -1;
    const clip = (q: number): number => Math.min(Math.max(q, least), greatest);
    // What rounding adds is a constant.
    const added = input.map((v) => {
      const q = clip((v + sign * b) / alpha);
      return Math.round(q) - q;
    });
    const loss = (u: readonly number[], a: number, s: number): number =>
      u.reduce((sum, v, i) => sum + g[i]! * a * (clip((v + sign * s) / a) + added[i]!), 0);
    const quantizer = elasticQuantizer({ set, bits, convention, scale: alpha });
    const shift = convention === "code" ? input.map(() => b) : b;
    const [byX, byScale, byShift] = gradients(quantizer, input, alpha, shift, g);
    expectClose(
      byX!,
      finiteDifferences((u) => loss(u, alpha, b), input),
      1e-5,
    );
    const divisor = convention === "code" ? Math.sqrt(8 * greatest) : 1;
    expectClose(
      byScale!.map((value) => value * divisor),
      finiteDifferences(([a]) => loss(input, a!, b), [alpha]),
      1e-5,
    );
    expectClose(
      [byShift!.reduce((sum, value) => sum + value)],
      finiteDifferences(([s]) => loss(input, alpha, s!), [b]),
      1e-5,
    );
  },
);

test("signed levels are two's complement", () => {
  const { quantize, encode, code } = elasticQuantizer({ bits: 2, scale: 0.5 });
  const input = tf.tensor1d([-3, -1, -0.6, 0, 0.4, 7]);
  expect([...quantize(input).dataSync()]).toEqual([-1, -1, -0.5, 0, 0.5, 0.5]);
  expect(code).toEqual([
    { digit: "unipolar", scale: 0.5 },
    { digit: "unipolar", scale: -1 },
  ]);
  expect(encode(input).map(({ digits }) => [...digits.dataSync()])).toEqual([
    [0, 0, 1, 0, 1, 1],
    [1, 1, 1, 0, 0, 0],
  ]);
});

test("the least of the tensor is taken off, and added again", () => {
  const options = { set: "unsigned", bits: 2, scale: 0.5, minimum: "subtracted" } as const;
  const { quantize, code } = elasticQuantizer(options);
  expect([...quantize(tf.tensor1d([-1, -0.4, 0.1, 9])).dataSync()]).toEqual([-1, -0.5, 0, 0.5]);
  expect(code).toEqual([
    { digit: "unipolar", scale: 0.5, offset: "row" },
    { digit: "unipolar", scale: 1 },
  ]);
});

test("a scale below 10⁻⁵ counts as that, with its gradient", () => {
  const signed = elasticQuantizer();
  const [, byScale] = gradients(signed, [1, 1], -3, [0, 0], [1, 1]);
  expectClose(byScale!, [Math.SQRT2], 1e-6);
  const { quantize } = signed.withParameters!({ scale: tf.scalar(-3) });
  expect([...quantize(tf.tensor1d([2, -2])).dataSync()]).toEqual([1e-5, -1e-5].map(Math.fround));
});

test("what elastic quantizers refuse", () => {
  expect(() => elasticQuantizer({ bits: 9 })).toThrow("elasticQuantizer: bits must be an integer");
  expect(() => elasticQuantizer({ scale: 0 })).toThrow("elasticQuantizer: scale must be positive");
  expect(() => elasticQuantizer(JSON.parse('{"set":"ternary"}'))).toThrow(
    "elasticQuantizer: set must be one of signed, unsigned, got ternary",
  );
  expect(() => elasticQuantizer({ convention: "paper", shift: [0, 1] })).toThrow(
    'elasticQuantizer: shift must be one number in the convention "paper", got 0,1',
  );
});
