import { bitsOf, type Digit, type Term } from "@bnnkit/core";
import { arrayOf, finiteFloat32 } from "@bnnkit/testing";
import { test as property } from "@fast-check/vitest";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { bmtQuantizer } from "../src/bmt-quantizer.ts";
import { centeredSignQuantizer } from "../src/centered-sign-quantizer.ts";
import { clippedSignQuantizer } from "../src/clipped-sign-quantizer.ts";
import { decodeTerms } from "../src/decode-terms.ts";
import { elasticQuantizer } from "../src/elastic-quantizer.ts";
import { heavisideQuantizer } from "../src/heaviside-quantizer.ts";
import { heterogeneousBitsQuantizer } from "../src/heterogeneous-bits-quantizer.ts";
import { hwgqLevels } from "../src/hwgq-levels.ts";
import { hwgqQuantizer } from "../src/hwgq-quantizer.ts";
import { int8RowsQuantizer } from "../src/int8-rows-quantizer.ts";
import { learnedClipQuantizer } from "../src/learned-clip-quantizer.ts";
import { leastSquaresBasesQuantizer } from "../src/least-squares-bases-quantizer.ts";
import { normalizedTanhQuantizer } from "../src/normalized-tanh-quantizer.ts";
import { powerOfTwoQuantizer } from "../src/power-of-two-quantizer.ts";
import { proximalMethods, proximalQuantizer } from "../src/proximal-quantizer.ts";
import type { Encoding, Quantizer } from "../src/quantizer.ts";
import { createQuantizer } from "../src/quantizer-registry.ts";
import { rectifiedSignQuantizer } from "../src/rectified-sign-quantizer.ts";
import { residualBasesQuantizer } from "../src/residual-bases-quantizer.ts";
import { scaledSignQuantizer } from "../src/scaled-sign-quantizer.ts";
import { shareOfGreatestQuantizer } from "../src/share-of-greatest-quantizer.ts";
import { shiftedBasesQuantizer } from "../src/shifted-bases-quantizer.ts";
import { shiftedSignQuantizer } from "../src/shifted-sign-quantizer.ts";
import { signQuantizer } from "../src/sign-quantizer.ts";
import { standardizedSignQuantizer } from "../src/standardized-sign-quantizer.ts";
import { stochasticSignQuantizer } from "../src/stochastic-sign-quantizer.ts";
import { stochasticTernaryQuantizer } from "../src/stochastic-ternary-quantizer.ts";
import { ternaryQuantizer } from "../src/ternary-quantizer.ts";
import { twoLevelQuantizer } from "../src/two-level-quantizer.ts";
import { uniformQuantizer } from "../src/uniform-quantizer.ts";
import { zeroMeanSignQuantizer } from "../src/zero-mean-sign-quantizer.ts";

beforeAll(() => tf.setBackend("cpu"));

/** A new quantizer is a line here. */
const quantizers: readonly (readonly [string, Quantizer])[] = [
  ["BMT", bmtQuantizer({ scaleAxis: "tensor" })],
  ["BMT of rows", bmtQuantizer({ scaleAxis: "activations" })],
  ["BMT of columns", bmtQuantizer({ scaleAxis: "weights" })],
  ["BMT with a fixed bound", bmtQuantizer({ scaleAxis: "tensor", bound: 0.75 })],
  ["BMT with a triangle", bmtQuantizer({ scaleAxis: "tensor", estimator: "triangle" })],
  ["clipped sign", clippedSignQuantizer()],
  ["half-wave Gaussian", hwgqQuantizer()],
  ["half-wave Gaussian of 4 bits", hwgqQuantizer({ bits: 4 })],
  ["half-wave Gaussian of any levels", hwgqQuantizer({ levels: hwgqLevels(3, false) })],
  ["half-wave Gaussian with a tail", hwgqQuantizer({ estimator: "log-tailed-rectifier" })],
  ["sign", signQuantizer()],
  ["sign, straight through", signQuantizer({ estimator: "straight-through", magnitude: 0.3 })],
  ["sign of any two values", signQuantizer({ magnitude: 0.3, offset: 0.1, boundary: "open" })],
  ["sign with a triangle", signQuantizer({ estimator: "triangle", clip: 0.7 })],
  ["sign with a swish", signQuantizer({ estimator: "swish" })],
  ["sign with a tanh", signQuantizer({ estimator: "tanh", sharpness: 2 })],
  ["sign with cosines", signQuantizer({ estimator: "fourier" })],
  ["scaled sign", scaledSignQuantizer()],
  ["scaled sign of the tensor", scaledSignQuantizer({ scaleAxis: "tensor" })],
  ["sign scaled by a power of two", scaledSignQuantizer({ scaleRounding: "power-of-two" })],
  [
    "scaled sign of rows, exact",
    scaledSignQuantizer({ scaleAxis: "weight-rows", scaleGradient: "exact", centring: "factor" }),
  ],
  [
    "scaled sign, elementwise",
    scaledSignQuantizer({ scaleGradient: "elementwise", estimator: "clipped", boundary: "open" }),
  ],
  ["heaviside", heavisideQuantizer()],
  ["ternary", ternaryQuantizer()],
  ["ternary of columns", ternaryQuantizer({ scaleAxis: "weights", scale: "kept-mean" })],
  ["ternary with larq's thresholds", ternaryQuantizer({ threshold: "clipped-mean" })],
  ["ternary with a threshold", ternaryQuantizer({ threshold: 0.05, scale: "kept-mean" })],
  ["stochastic sign", stochasticSignQuantizer({ magnitude: 0.3 })],
  ["stochastic sign, real", stochasticSignQuantizer({ evaluation: "real" })],
  ["stochastic ternary", stochasticTernaryQuantizer({ magnitude: 0.7 })],
  ["stochastic ternary, real", stochasticTernaryQuantizer({ evaluation: "real" })],
  ["uniform", uniformQuantizer()],
  ["uniform of 8 bits", uniformQuantizer({ bits: 8 })],
  ["uniform of 20 bits", uniformQuantizer({ bits: 20, gradientRange: [-0.5, 0.5] })],
  ["normalized tanh", normalizedTanhQuantizer()],
  ["normalized tanh of 1 bit", normalizedTanhQuantizer({ bits: 1 })],
  [
    "normalized tanh of 5 bits",
    normalizedTanhQuantizer({ bits: 5, estimator: "straight-through" }),
  ],
  ["normalized tanh of 20 bits", normalizedTanhQuantizer({ bits: 20 })],
  ["power of two", powerOfTwoQuantizer()],
  ["two powers of two", powerOfTwoQuantizer({ terms: 2, minExponent: -3, maxExponent: 1 })],
  ["int8 of columns", int8RowsQuantizer()],
  ["int8 of rows", int8RowsQuantizer({ scaleAxis: "activations" })],
  ["sign with shifts", shiftedSignQuantizer({ shift: 0.25 })],
  ["sign with clipped shifts", shiftedSignQuantizer({ estimator: "clipped" })],
  ["bases with shifts", shiftedBasesQuantizer()],
  ["bases with other scales", shiftedBasesQuantizer({ shifts: [0.3, 0.9], scales: [0.7, 0.4] })],
  ["one fitted base", leastSquaresBasesQuantizer({ bases: 1 })],
  ["three fitted bases", leastSquaresBasesQuantizer()],
  ["fitted bases of a tensor", leastSquaresBasesQuantizer({ bases: 5, scaleAxis: "tensor" })],
  ["bits to the least", heterogeneousBitsQuantizer()],
  ["bits to any", heterogeneousBitsQuantizer({ order: "random", scaleAxis: "tensor" })],
  ["three bits", heterogeneousBitsQuantizer({ shares: [0, 0, 1], estimator: "each-sign-clipped" })],
  ["residual bases", residualBasesQuantizer()],
  ["four residual bases", residualBasesQuantizer({ bits: 4, estimator: "triangle" })],
  ["swish sign", proximalQuantizer({ mu: 2 })],
  ["sign of BinaryConnect", proximalQuantizer(proximalMethods["binary-connect"])],
  ["learned clip", learnedClipQuantizer({ clip: 0.9 })],
  ["learned clip of 4 bits", learnedClipQuantizer({ bits: 4, clip: 0.7, clipGradient: "scaled" })],
  ["mean ± deviation", centeredSignQuantizer()],
  ["two levels", twoLevelQuantizer({ distance: 0.3, center: 0.1 })],
  ["two levels of the code", twoLevelQuantizer({ distance: 0.3, levelOffset: "scaled-center" })],
  ["rectified sign", rectifiedSignQuantizer()],
  ["rectified sign without scales", rectifiedSignQuantizer({ scale: "none", tau: 0.95 })],
  ["standardized sign", standardizedSignQuantizer({ sharpness: 0.7 })],
  [
    "standardized sign without scales",
    standardizedSignQuantizer({ scale: "none", estimator: "clipped" }),
  ],
  ["elastic sign", elasticQuantizer({ scale: 0.7 })],
  ["elastic sign of the paper", elasticQuantizer({ convention: "paper", scale: 0.7 })],
  ["elastic sign without a shift", elasticQuantizer({ shift: "none" })],
  ["elastic bit", elasticQuantizer({ set: "unsigned", scale: 0.5 })],
  ["elastic bit of the paper", elasticQuantizer({ set: "unsigned", convention: "paper" })],
  ["elastic levels", elasticQuantizer({ bits: 2, scale: 0.3 })],
  ["elastic levels above 0", elasticQuantizer({ set: "unsigned", bits: 3, scale: 0.1 })],
  [
    "elastic levels above the least",
    elasticQuantizer({ set: "unsigned", bits: 2, scale: 0.6, minimum: "subtracted" }),
  ],
  ["zero-mean sign", zeroMeanSignQuantizer()],
  [
    "zero-mean sign of rows",
    zeroMeanSignQuantizer({
      ...{ centerAxis: "weight-rows", scaleAxis: "weight-rows", estimator: "clipped" },
      ...{ boundary: "open", scaleGradient: "constant", meanGradient: "subtracted" },
    }),
  ],
  [
    "zero-mean sign with learned scales",
    zeroMeanSignQuantizer({
      ...{ centerAxis: "weights", scaleAxis: "weights", scale: "learned", scales: 0.5 },
      scaleGradient: "constant",
    }),
  ],
  [
    "zero-mean sign with learned scales of rows",
    zeroMeanSignQuantizer({
      centerAxis: "weight-rows",
      scaleAxis: "weight-rows",
      scale: "learned",
    }),
  ],
  ["zero-mean sign, a learned scale", zeroMeanSignQuantizer({ scale: "learned" })],
  ["share of the greatest", shareOfGreatestQuantizer()],
];

const [rows, columns] = [7, 11];

/** 7 × 11 values, zeros of both signs among them. */
const values = Array.from({ length: rows * columns }, (_, i) =>
  i % 13 === 5 ? -0 : Math.sin(3 * i),
);

/** Whether a number is one of the digits of a term. */
const isDigit: Partial<Record<Digit, (value: number, term: Term) => boolean>> = {
  bipolar: (value) => value === -1 || value === 1,
  unipolar: (value) => value === 0 || value === 1,
  ternary: (value) => value === -1 || value === 0 || value === 1,
  int8: (value) => Number.isInteger(value) && Math.abs(value) <= 127,
  float32: Number.isFinite,
  power: (value, { exponents: [least, greatest] = [0, 0] }) => {
    const exponent = Math.log2(Math.abs(value));
    return value === 0 || (Number.isInteger(exponent) && exponent >= least && exponent <= greatest);
  },
};

/** `Σ offset + scale·digit` of one element in float32, written out. */
function decodeElement(terms: Encoding, row: number, column: number): number {
  const at = (x: tf.Tensor): number =>
    tf.broadcastTo(x, [rows, columns]).dataSync()[row * columns + column];
  const addends = terms.map(({ digits, scale, offset }) =>
    Math.fround(Math.fround(at(digits) * at(scale)) + (offset ? at(offset) : 0)),
  );
  return addends.reduce((sum, addend) => Math.fround(sum + addend));
}

describe.each(quantizers)("%s", (_, quantizer) => {
  const { name, code, paper, estimator, quantize, encode } = quantizer;

  test("says what it is and who published it and its estimator", () => {
    expect(name).toMatch(/^[a-z]+[0-9]*(-[a-z]+)*$/);
    expect(estimator.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const { title, authors, year, url } of [paper, estimator.paper]) {
      expect(title).not.toBe("");
      expect(authors).not.toBe("");
      expect(year).toBeGreaterThan(1950);
      expect(url).toMatch(/^https:\/\//);
    }
  });

  test("gives values in the shape of its input, no more than its code has", () => {
    const x = tf.tensor2d(values, [rows, columns]);
    const y = quantize(x);
    expect(y.shape).toEqual([rows, columns]);
    const scales = Math.max(...encode(x).map(({ scale }) => scale.size));
    const distinct = new Set(y.dataSync()).size;
    expect(distinct).toBeGreaterThan(1);
    expect(distinct).toBeLessThanOrEqual(2 ** bitsOf(code) * scales);
  });

  test("has one term for each of its code, of its digits, with its constants", () => {
    const terms = encode(tf.tensor2d(values, [rows, columns]));
    expect(terms.length).toBe(code.length);
    for (const [p, { digits, scale, offset }] of terms.entries()) {
      const term: Term = code[p]!;
      expect(digits.shape).toEqual([rows, columns]);
      const holds = isDigit[term.digit];
      expect(holds, "add the digit to the table of this test").toBeDefined();
      for (const digit of digits.dataSync()) expect(holds!(digit, term), `${digit}`).toBe(true);
      for (const [tensor, stated, absent] of [
        [scale, term.scale, 1],
        [offset ?? tf.scalar(0), term.offset, 0],
      ] as const) {
        const { size, shape } = tensor;
        if (stated === "row") expect(tf.broadcastTo(tensor, [rows, columns]).size).toBe(77);
        else
          expect({ shape, value: tensor.dataSync()[0] }).toEqual({
            shape: [],
            value: Math.fround(stated ?? absent),
          });
        expect(size).toBeLessThanOrEqual(columns);
      }
    }
  });

  test.each([
    ["these values", values],
    ["zeros", values.map(() => 0)],
    [
      "the least and the greatest",
      values.map((_, i) => [2 ** -149, -(2 ** -149), 2 ** 127][i % 3]!),
    ],
  ])("the sum of its terms is its value, bit for bit: %s", (_, numbers) => {
    const x = tf.tensor2d(numbers, [rows, columns]);
    const terms = encode(x);
    const y = quantize(x);
    expect(decodeTerms(terms).dataSync()).toEqual(y.dataSync());
    for (const [row, column] of [
      [0, 0],
      [0, 5],
      [3, 4],
      [6, 10],
    ] as const)
      expect(decodeElement(terms, row, column)).toBe(y.dataSync()[row * columns + column]);
  });

  property.prop([arrayOf(finiteFloat32(), rows * columns)], { numRuns: 30 })(
    "the sum of its terms is its value for any floats",
    (numbers) => {
      const x = tf.tensor2d(numbers, [rows, columns]);
      expect(decodeTerms(encode(x)).dataSync()).toEqual(quantize(x).dataSync());
    },
  );

  test("nothing gives nothing", () => {
    const x = tf.zeros([0, columns]);
    expect(quantize(x).shape).toEqual([0, columns]);
    for (const { digits } of encode(x)) expect(digits.shape).toEqual([0, columns]);
  });

  test("treats −0 as 0, and leaves NaN a NaN", () => {
    const [zero, negativeZero] = quantize(tf.tensor1d([0, -0, -1])).dataSync();
    expect(negativeZero).toBe(zero);
    const x = tf.tensor1d([1, Number.NaN]);
    expect(quantize(x).dataSync()[1]).toBeNaN();
    expect(decodeTerms(encode(x)).dataSync()[1]).toBeNaN();
  });

  test("is a fixed point of itself in sign", () => {
    const y = quantize(tf.tensor1d(values));
    expect([...tf.sign(quantize(y)).dataSync()]).toEqual([...tf.sign(y).dataSync()]);
  });

  test("hands the gradient on in proportion, finite, in the shape of its input", () => {
    const x = tf.tensor2d(values, [rows, columns]);
    const gradientOf = (factor: number): tf.Tensor =>
      tf.grad((z: tf.Tensor) => tf.mul(tf.sum(quantize(z)), factor))(x);
    const [once, thrice] = [gradientOf(1), gradientOf(3)];
    expect(once.shape).toEqual([rows, columns]);
    const gradient = [...once.dataSync()];
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(gradient.some((value) => value > 0)).toBe(true);
    for (const [i, value] of thrice.dataSync().entries()) {
      expect(value).toBeCloseTo(3 * gradient[i]!, 5);
    }
  });

  test("hands finite gradients on for the least and the greatest", () => {
    const x = tf.tensor2d(
      values.map((_, i) => [1e30, -1e30, 2 ** -149, -(2 ** -149), 3e5, 0, -0][i % 7]!),
      [rows, columns],
    );
    const gradient = tf.grad((z: tf.Tensor) => quantize(z))(x, tf.tensor(values, [rows, columns]));
    expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
  });

  test("draws in training only if it says so, the same with the same seed", () => {
    const x = tf.tensor2d(values, [rows, columns]);
    const draw = (): readonly number[] => [...quantize(x, { training: true, seed: 17 }).dataSync()];
    const drawn = draw();
    expect(draw()).toEqual(drawn);
    const isAsElsewhere = drawn.every((value, i) => value === quantize(x).dataSync()[i]);
    if (quantizer.isStochastic) expect(isAsElsewhere).toBe(false);
  });

  test("is made again from its name and options in JSON", () => {
    const again = createQuantizer(JSON.parse(JSON.stringify({ name, options: quantizer.options })));
    expect({ ...again }).toMatchObject({ name, code, options: quantizer.options });
    const x = tf.tensor2d(values, [rows, columns]);
    expect(again.quantize(x).dataSync()).toEqual(quantize(x).dataSync());
    const gradientOf = (q: Quantizer): tf.Tensor => tf.grad((z) => tf.sum(q.quantize(z)))(x);
    expect(gradientOf(again).dataSync()).toEqual(gradientOf(quantizer).dataSync());
  });

  test("leaves its results and nothing else", () => {
    const x = tf.tensor2d(values, [rows, columns]);
    const before = tf.memory().numTensors;
    const y = quantize(x);
    const terms = encode(x).flatMap((term) => Object.values(term));
    expect(tf.memory().numTensors).toBe(before + 1 + terms.length);
    tf.dispose([y, ...terms]);
  });
});

describe.each(quantizers.filter(([, { parameters }]) => parameters))(
  "parameters of %s",
  (_, quantizer) => {
    const { name, quantize } = quantizer;

    test("learns its parameters, and takes them along", () => {
      const x = tf.tensor2d(values, [rows, columns]);
      const axes = { features: columns, rows };
      const parameters = Object.fromEntries(
        (quantizer.parameters ?? []).map(({ name, shape, initial }) => [
          name,
          tf.add(
            tf.zeros(shape.map((size) => (typeof size === "number" ? size : axes[size]))),
            initial,
          ),
        ]),
      );
      expect(quantize(x, { parameters }).dataSync()).toEqual(quantize(x).dataSync());

      const trainable = (quantizer.parameters ?? []).filter((parameter) => parameter.trainable);
      for (const { name } of trainable) {
        const gradient = tf.grad((value: tf.Tensor) =>
          tf.sum(tf.mul(x, quantize(x, { parameters: { ...parameters, [name]: value } }))),
        )(parameters[name]!);
        expect(gradient.shape).toEqual(parameters[name]!.shape);
        expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
        expect([...gradient.dataSync()].some((value) => value !== 0)).toBe(true);
      }

      const changed = Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, tf.mul(tf.add(value, 0.1), 0.9)]),
      );
      const packed = quantizer.withParameters!(changed);
      const expected = quantize(x, { parameters: changed }).dataSync();
      expect(packed.quantize(x).dataSync()).toEqual(expected);
      expect(decodeTerms(packed.encode(x)).dataSync()).toEqual(expected);
      const { options } = JSON.parse(JSON.stringify(packed));
      const again = createQuantizer({ name, options });
      expect(again.quantize(x).dataSync()).toEqual(expected);
      expect(again.code).toEqual(packed.code);
      for (const [p, { scale = 1 }] of packed.code.entries()) {
        if (scale !== "row")
          expect(packed.encode(x)[p]!.scale.dataSync()[0]).toBe(Math.fround(scale));
      }
    });

    test("refuses parameters of another shape", () => {
      const x = tf.tensor2d(values, [rows, columns]);
      for (const { name } of quantizer.parameters ?? []) {
        expect(() => quantize(x, { parameters: { [name]: tf.ones([2, 9]) } })).toThrow(
          `${name} must be of shape [`,
        );
      }
    });
  },
);
