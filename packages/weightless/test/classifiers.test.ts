import { packUnipolar } from "@bnnkit/core";
import { boundarySizes, createRandom, distinctPrimes } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import { Bthowen, packWisard, Wisard } from "../src/index.ts";
import { randomBits, randomLabels } from "./random-bits.ts";

interface Classifier {
  partialFit(samples: ArrayLike<number>, labels: ArrayLike<number>): void;
  predict(samples: Parameters<Wisard["predict"]>[0]): Uint32Array;
}

interface Sizes {
  readonly inputs: number;
  readonly classes: number;
  readonly tupleSize: number;
}

/** Every classifier, made to learn and then as it is used. */
const classifiers: Record<string, (sizes: Sizes) => Classifier> = {
  wisard: (sizes) => new Wisard(sizes),
  "wisard, one mapping": (sizes) => new Wisard({ ...sizes, sharedMapping: true }),
  "wisard, restored": (sizes) => restored(new Wisard(sizes)),
  "wisard, packed": (sizes) => packed(sizes),
  bthowen: (sizes) => new Bthowen({ ...sizes, entries: 64, hashes: 2 }),
  "bthowen, packed": (sizes) => {
    const network = new Bthowen({ ...sizes, entries: 64, hashes: 3 });
    return {
      partialFit: (samples, labels) => network.partialFit(samples, labels),
      predict: (samples) => network.binarize(1).predict(samples),
    };
  },
};

function restored(wisard: Wisard): Classifier {
  return {
    partialFit: (samples, labels) => wisard.partialFit(samples, labels),
    predict: (samples) => Wisard.fromState(wisard.state()).predict(samples),
  };
}

function packed(sizes: Sizes): Classifier {
  const wisard = new Wisard({ ...sizes, sharedMapping: true });
  return {
    partialFit: (samples, labels) => wisard.partialFit(samples, labels),
    predict: (samples) => packWisard(wisard, 1).predict(samples),
  };
}

const inputsAndTuples = [...boundarySizes, ...distinctPrimes].map((inputs, i) => ({
  inputs,
  tupleSize: Math.min(inputs, [3, 5, 7][i % 3] ?? 1),
}));

describe.each(Object.entries(classifiers))("%s", (_, create) => {
  test.each(inputsAndTuples)(
    "knows what it learned: $inputs inputs in tuples of $tupleSize",
    ({ inputs, tupleSize }) => {
      const network = create({ inputs, classes: 2, tupleSize });
      const zeros = Array.from({ length: inputs }, () => 0);
      const ones = zeros.map(() => 1);
      network.partialFit([...zeros, ...ones], [0, 1]);
      expect([...network.predict([...zeros, ...ones, ...zeros])]).toEqual([0, 1, 0]);
    },
  );

  test("one sample at a time or all at once, dense or packed, is the same", () => {
    const random = createRandom(5);
    const sizes = { inputs: 37, classes: 3, tupleSize: 5 };
    const samples = randomBits(random, 29, sizes.inputs);
    const labels = randomLabels(random, 29, sizes.classes);
    const [atOnce, oneByOne] = [create(sizes), create(sizes)];
    atOnce.partialFit(samples.flat(), labels);
    samples.forEach((sample, i) => {
      oneByOne.partialFit(sample, [labels[i] ?? 0]);
    });
    const queries = randomBits(random, 41, sizes.inputs).flat();
    const expected = [...atOnce.predict(queries)];
    expect([...oneByOne.predict(queries)]).toEqual(expected);
    expect([...atOnce.predict(packUnipolar(queries, 41, sizes.inputs))]).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(1);
  });

  test("a tie goes to the lowest class", () => {
    const network = create({ inputs: 8, classes: 3, tupleSize: 2 });
    const sample = [1, 0, 1, 1, 0, 0, 1, 0];
    network.partialFit([...sample, ...sample], [2, 1]);
    expect([...network.predict(sample)]).toEqual([1]);
  });

  test("a class without samples does not win over one that knows the sample", () => {
    const network = create({ inputs: 8, classes: 4, tupleSize: 4 });
    network.partialFit([1, 1, 0, 0, 1, 0, 1, 0], [3]);
    expect([...network.predict([1, 1, 0, 0, 1, 0, 1, 0])]).toEqual([3]);
  });

  test("−0 is 0; NaN, fractions and other digits are refused, and nothing is learned of them", () => {
    const network = create({ inputs: 3, classes: 2, tupleSize: 3 });
    network.partialFit([-0, 0, 1], [1]);
    expect([...network.predict([0, -0, 1])]).toEqual([1]);
    for (const wrong of [Number.NaN, 0.5, -1, 2, Infinity]) {
      expect(() => network.partialFit([0, 0, 1, 0, 0, wrong], [0, 0])).toThrow(RangeError);
      expect(() => network.predict([0, 0, wrong])).toThrow(RangeError);
    }
    expect([...network.predict([0, 0, 1])]).toEqual([1]);
  });

  test("rows that are not whole and labels out of range are refused", () => {
    const network = create({ inputs: 3, classes: 2, tupleSize: 2 });
    expect(() => network.partialFit([0, 1], [0])).toThrow("whole rows of 3 numbers");
    expect(() => network.partialFit([], [])).toThrow("at least one");
    expect(() => network.partialFit([0, 1, 1], [0, 1])).toThrow("labels must have 1 elements");
    expect(() => network.partialFit([0, 1, 1], [2])).toThrow("labels[0] must be an integer in 0 …");
    expect(() => network.partialFit([0, 1, 1], [Number.NaN])).toThrow("got NaN");
    network.partialFit([0, 1, 1], [0]);
    expect(() => network.predict(packUnipolar([0, 1], 1, 2))).toThrow(
      "samples.cols (2) must equal inputs (3)",
    );
  });
});
