import { seededWords } from "@bnnkit/core";
import { gateEntry, gateWeights, type LogicParametrization } from "@bnnkit/core/truth-tables";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import { multilinear, multilinearBackward } from "../../src/tables/multilinear.ts";

/** Petersen et al. 2022, their order. */
const gates: readonly ((a: number, b: number) => number)[] = [
  () => 0,
  (a, b) => a * b,
  (a, b) => a - a * b,
  (a) => a,
  (a, b) => b - a * b,
  (_, b) => b,
  (a, b) => a + b - 2 * a * b,
  (a, b) => a + b - a * b,
  (a, b) => 1 - (a + b - a * b),
  (a, b) => 1 - (a + b - 2 * a * b),
  (_, b) => 1 - b,
  (a, b) => 1 - b + a * b,
  (a) => 1 - a,
  (a, b) => 1 - a + a * b,
  (a, b) => 1 - a * b,
  () => 1,
];
const corners = [0, 1, 2, 3];

test("sixteen gates on all corners", () => {
  gates.forEach((gate, i) => {
    expect(corners.map((a) => gateEntry(i, a))).toEqual(corners.map((a) => gate(a & 1, a >> 1)));
  });
});

/** Weights of two inputs that mean gate i. */
function weightsOf(parametrization: LogicParametrization, gate: number): Float32Array {
  const entries = corners.map((a) => gateEntry(gate, a));
  if (parametrization === "raw") return Float32Array.from({ length: 16 }, (_, i) => +(i === gate));
  if (parametrization === "light") return Float32Array.from(entries, (bit) => 2 * bit - 1);
  const sign = (a: number, set: number): number => [1, -1, -1, 1][a & set] ?? 0;
  return Float32Array.from(corners, (set) =>
    entries.reduce((sum, bit, a) => sum + ((1 - 2 * bit) * sign(a, set)) / 4, 0),
  );
}

describe.each<LogicParametrization>(["raw", "light", "warp"])("%s", (parametrization) => {
  const weightsAtWork = gateWeights(parametrization, 2, "residual", 1);
  const near = gateWeights(parametrization, 2, "residual", 0.01);

  /** What the gate gives, from real inputs. */
  const outputOf = (weights: Float32Array, input: Float32Array, of = weightsAtWork): number => {
    const values = new Float64Array(4);
    of.valuesOf(weights, values);
    const output = new Float32Array(1);
    multilinear(values, { batch: 1, input, columns: [0, 1] }, output, 0);
    const [y = 0] = output;
    return of.isSquashed ? 1 / (1 + Math.exp(-y)) : y;
  };

  test("each gate hardens to its truth table, and is near it when it is cold", () => {
    gates.forEach((gate, i) => {
      const weights = weightsOf(parametrization, i);
      const entries = new Uint8Array(4);
      near.harden(weights, entries);
      const expected = corners.map((a) => gate(a & 1, a >> 1));
      expect([...entries]).toEqual(expected);
      corners.forEach((a) => {
        const output = outputOf(weights, Float32Array.of(a & 1, a >> 1), near);
        expect(output).toBeCloseTo(expected[a] ?? Number.NaN, 5);
      });
    });
  });

  test("a residual start is the first input", () => {
    const weights = new Float32Array(weightsAtWork.weightsPerGate);
    weightsAtWork.start(weights, seededWords(1));
    const entries = new Uint8Array(4);
    weightsAtWork.harden(weights, entries);
    expect([...entries]).toEqual([0, 1, 0, 1]);
    if (parametrization === "light") return;
    for (const b of [0, 1]) {
      expect(outputOf(weights, Float32Array.of(1, b))).toBeCloseTo(0.951, 5);
      expect(outputOf(weights, Float32Array.of(0, b))).toBeCloseTo(0.049, 5);
    }
  });

  test("gradients of the weights are those of finite differences", () => {
    const random = createRandom(7);
    const start = gateWeights(parametrization, 2, "random", 0.7);
    const weights = new Float32Array(start.weightsPerGate);
    start.start(weights, seededWords(3));
    const [a, b] = [random.integer(1, 9) / 10, random.integer(1, 9) / 10];
    const input = Float32Array.of(a, b);
    const output = outputOf(weights, input, start);
    const values = new Float64Array(4);
    start.valuesOf(weights, values);
    const ofOutput = Float32Array.of(start.isSquashed ? output * (1 - output) : 1);
    const ofValues = new Float64Array(4);
    const table = { batch: 1, input, columns: [0, 1] };
    multilinearBackward(values, table, ofOutput, 0, ofValues, undefined);
    const gradients = new Float32Array(weights.length);
    start.backward(weights, ofValues, gradients);
    weights.forEach((weight, i) => {
      const at = (moved: number): number => outputOf(weights.with(i, moved), input, start);
      const [high, low] = [Math.fround(weight + 0.01), Math.fround(weight - 0.01)];
      expect(gradients[i]).toBeCloseTo((at(high) - at(low)) / (high - low), 3);
    });
  });
});

describe("multilinear extension", () => {
  const random = createRandom(11);
  const sizes = [1, 2, 3, 5, 8];
  const real = (): number => random.integer(0, 100) / 100;

  test.each(sizes)("of %i inputs is the sum over entries; its gradients are its slopes", (n) => {
    const table = Float64Array.from({ length: 2 ** n }, () => real() - 0.5);
    const input = Float32Array.from({ length: 2 * n }, real);
    const columns = Array.from({ length: n }, (_, j) => 2 * j);
    const share = (sample: number, a: number, skip = -1): number =>
      columns.reduce((product, column, j) => {
        const x = input[column + sample] ?? Number.NaN;
        return j === skip ? product : product * ((a >> j) % 2 === 1 ? x : 1 - x);
      }, 1);
    const output = new Float32Array(2);
    multilinear(table, { batch: 2, input, columns }, output, 0);
    const ofTable = new Float64Array(2 ** n);
    const ofInput = new Float32Array(2 * n);
    const ofOutput = Float32Array.of(1, -2);
    multilinearBackward(table, { batch: 2, input, columns }, ofOutput, 0, ofTable, ofInput);
    [0, 1].forEach((s) => {
      expect(output[s]).toBeCloseTo(
        table.reduce((sum, value, a) => sum + value * share(s, a), 0),
        5,
      );
      columns.forEach((column, j) => {
        const slope = table.reduce(
          (sum, value, a) => sum + value * ((a >> j) % 2 === 1 ? 1 : -1) * share(s, a, j),
          0,
        );
        expect(ofInput[column + s]).toBeCloseTo(slope * (s === 0 ? 1 : -2), 5);
      });
    });
    ofTable.forEach((gradient, a) => {
      expect(gradient).toBeCloseTo(share(0, a) - 2 * share(1, a), 5);
    });
  });
});
