import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import { type NodeMean, RegressionWisard } from "../src/index.ts";
import { randomBits } from "./random-bits.ts";

const identity = {
  inputs: 4,
  tuples: [
    [0, 1],
    [2, 3],
  ],
};

describe("WiSARD for regression", () => {
  // Node 0 has seen (1, 1) twice, sum 6; node 1 has seen (0, 0) once, sum 2, and (1, 1) once, sum 4.
  const samples = [1, 1, 0, 0, 1, 1, 1, 1];
  const means: [NodeMean, number][] = [
    ["simple", 8 / 3],
    ["quadratic", Math.sqrt((36 + 4) / (4 + 1))],
    ["median", 2.5],
    ["power", Math.sqrt((9 + 4) / 2)],
    ["harmonic", 2 / (1 / 3 + 1 / 2)],
    ["geometric", Math.sqrt(6)],
    ["exponential", Math.log((Math.exp(3) + Math.exp(2)) / 2)],
  ];

  test.each(means)("%s mean of what the nodes know", (mean, expected) => {
    const network = new RegressionWisard({ ...identity, mean });
    network.partialFit(samples, [2, 4]);
    expect(network.predict([1, 1, 0, 0])[0]).toBeCloseTo(expected, 12);
    // One node alone knows this one, and none the next.
    expect(network.predict([1, 1, 0, 1])[0]).toBeCloseTo(3, 12);
    expect(network.predict([0, 1, 0, 1])[0]).toBe(0);
  });

  test("a mean of 0 has no part where it would make all 0", () => {
    // Node 0 has seen (1, 1) with 4 and node 1 (0, 0) with 0.
    const predicted = (mean: NodeMean, power?: number): number | undefined => {
      const network = new RegressionWisard({ ...identity, mean, ...(power && { power }) });
      network.partialFit([1, 1, 1, 1, 0, 0, 0, 0], [4, 0]);
      return network.predict([1, 1, 0, 0])[0];
    };
    for (const mean of ["geometric", "harmonic"] as const) expect(predicted(mean)).toBe(4);
    expect(predicted("power", -2)).toBe(4);
    expect(predicted("power", 2)).toBeCloseTo(Math.sqrt(16 / 2), 12);
    const zeros = new RegressionWisard({ ...identity, mean: "geometric" });
    zeros.partialFit([0, 0, 0, 0], [0]);
    expect(zeros.predict([0, 0, 0, 0])[0]).toBe(0);
  });

  test("nodes with too few ones or zeros take no part", () => {
    const network = new RegressionWisard({ ...identity, minimumOnes: 1 });
    network.partialFit(samples, [2, 4]);
    expect(network.predict([1, 1, 0, 0])[0]).toBe(3);
    const zeros = new RegressionWisard({ ...identity, minimumZeros: 1 });
    zeros.partialFit(samples, [2, 4]);
    expect([...zeros.predict([1, 1, 0, 0, 1, 1, 1, 1])]).toEqual([2, 0]);
  });

  test("learns the number of ones of random bits", () => {
    const random = createRandom(1);
    const rows = randomBits(random, 3000, 20);
    const targets = rows.map((row) => row.reduce((sum, bit) => sum + bit, 0));
    const network = new RegressionWisard({ inputs: 20, tupleSize: 5, seed: 3 });
    network.partialFit(rows.flat(), targets);
    const [few, many] = network.predict([...Array(20).fill(0), ...Array(20).fill(1)]);
    expect(few).toBeLessThan(8.5);
    expect(many).toBeGreaterThan(11.5);
  });

  test("is restored from its state; what does not fit is refused", () => {
    const network = new RegressionWisard({ ...identity, mean: "median" });
    network.partialFit(samples, [2, 4]);
    const again = RegressionWisard.fromState(network.state());
    expect(again.state()).toEqual(network.state());
    expect(again.predict([1, 1, 0, 0])).toEqual(network.predict([1, 1, 0, 0]));
    expect(() => network.partialFit([1, 1, 0, 0], [Number.NaN])).toThrow(
      "targets[0] must be finite",
    );
    expect(() => new RegressionWisard({ inputs: 4 })).toThrow("tupleSize or tuples");
  });
});
