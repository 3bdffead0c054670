import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  Bthowen,
  bthowenBytes,
  bthowenModels,
  FilterNetwork,
  h3Hash,
  searchBleach,
  searchLevel,
} from "../src/index.ts";
import { NaiveBthowen } from "./oracle/naive-bthowen.ts";
import { randomBits, randomLabels } from "./random-bits.ts";

describe("T25 BTHOWeN by hand", () => {
  test("H3 is the XOR of the parameters of the set bits", () => {
    expect(h3Hash([3, 5, 6, 1], [1, 0, 1, 1])).toBe(4);
    expect(h3Hash([3, 5, 6, 1], [0, 0, 0, 0])).toBe(0);
  });

  test("counters are raised where they are least", () => {
    // Two bits, two hashes: bit 0 alone points at {4, 7}, bit 1 alone at {4, 2}.
    const network = new Bthowen({
      inputs: 2,
      classes: 1,
      tupleSize: 2,
      entries: 8,
      hashes: 2,
      order: [0, 1],
      parameters: [4, 4, 7, 2],
    });
    const counters = (): number[] => [...network.state().counters];
    network.partialFit([1, 0], [0]);
    expect(counters()).toEqual([0, 0, 0, 0, 1, 0, 0, 1]);
    network.partialFit([0, 1], [0]);
    expect(counters()).toEqual([0, 0, 1, 0, 1, 0, 0, 1]);
    network.partialFit([1, 0], [0]);
    expect(counters()).toEqual([0, 0, 1, 0, 2, 0, 0, 2]);
    expect([...network.responses([0, 1, 1, 0], 2)]).toEqual([0, 1]);
    expect(network.maximumCounter).toBe(2);
  });

  test("sizes of the published networks, in KiB", () => {
    const kib = Object.entries(bthowenModels).map(([name, model]) => [
      name,
      Number((bthowenBytes(model) / 1024).toPrecision(3)),
    ]);
    expect(Object.fromEntries(kib)).toEqual({
      "mnist-small": 70,
      "mnist-medium": 210,
      "mnist-large": 960,
      ecoli: 0.875,
      iris: 0.281,
      letter: 78,
      satimage: 9,
      shuttle: 2.63,
      vehicle: 2.25,
      vowel: 3.44,
      wine: 0.422,
    });
  });

  test("a network has the size that is computed for it", () => {
    const { features, bits, ...sizes } = bthowenModels.vowel;
    const network = new Bthowen({ ...sizes, inputs: features * bits });
    expect(network.binarize(1).tableBytes).toBe(bthowenBytes(bthowenModels.vowel));
    expect(network.filters).toBe(10);
  });
});

describe("T25 BTHOWeN against its plain definition", () => {
  const cases = [
    { inputs: 31, classes: 2, tupleSize: 7, entries: 16, hashes: 2 },
    { inputs: 64, classes: 5, tupleSize: 8, entries: 32, hashes: 3 },
    { inputs: 129, classes: 33, tupleSize: 11, entries: 8, hashes: 1 },
    { inputs: 5, classes: 32, tupleSize: 5, entries: 1, hashes: 2 },
  ];

  test.each(cases)("$inputs inputs, $classes classes: same responses, packed too", (sizes) => {
    const random = createRandom(sizes.inputs);
    const network = new Bthowen({ ...sizes, seed: 4 });
    const naive = new NaiveBthowen(network.state(), sizes.classes);
    const samples = randomBits(random, 120, sizes.inputs);
    const labels = randomLabels(random, 120, sizes.classes);
    network.partialFit(samples.flat(), labels);
    samples.forEach((sample, i) => {
      naive.learn(sample, labels[i] ?? 0);
    });
    const queries = [...samples.slice(0, 20), ...randomBits(random, 20, sizes.inputs)];
    for (let bleach = 1; bleach <= network.maximumCounter + 1; bleach++) {
      const expected = queries.flatMap((query) => naive.responses(query, bleach));
      expect([...network.responses(queries.flat(), bleach)]).toEqual(expected);
      expect([...network.binarize(bleach).responses(queries.flat())]).toEqual(expected);
    }
  });

  test("is restored from its state, and its packed form from its own", () => {
    const random = createRandom(1);
    const network = new Bthowen({ ...cases[0], seed: 9 });
    network.partialFit(randomBits(random, 50, 31).flat(), randomLabels(random, 50, 2));
    const queries = randomBits(random, 50, 31).flat();
    const again = Bthowen.fromState(network.state());
    expect(again.state()).toEqual(network.state());
    const packed = new FilterNetwork(network.binarize(1).state());
    expect(packed.responses(queries)).toEqual(again.responses(queries));
  });

  test("sizes and parameters that do not fit are refused", () => {
    const sizes = { inputs: 4, classes: 2, tupleSize: 2, entries: 8, hashes: 1 };
    expect(() => new Bthowen({ ...sizes, entries: 12 })).toThrow("power of two, got 12");
    expect(() => new Bthowen({ ...sizes, parameters: [8, 0] })).toThrow("parameters[0]");
    expect(() => new Bthowen({ ...sizes, parameters: [1] })).toThrow("parameters must have 2");
    expect(() => new Bthowen({ ...sizes, order: [0, 1, 2] })).toThrow("multiple of tupleSize");
    const network = new Bthowen(sizes);
    expect(() => network.responses([0, 0, 0, 0], 0)).toThrow("bleach must be");
    const state = network.binarize(1).state();
    const masks = state.masks.map(() => 4);
    expect(() => new FilterNetwork({ ...state, masks })).toThrow("bits of 2 classes only");
  });
});

describe("T25 search of the level", () => {
  test("halves its steps towards the peak and asks for each level once", () => {
    const asked: number[] = [];
    const { bleach, trials } = searchLevel(16, (level) => {
      asked.push(level);
      return 20 - Math.abs(level - 5);
    });
    expect(bleach).toBe(5);
    expect(asked).toEqual([4, 8, 12, 2, 6, 3, 5]);
    expect(trials[0]).toEqual({ bleach: 4, correct: 19 });
  });

  test("takes the first of equal levels, and ends where nothing is right", () => {
    expect(searchLevel(16, () => 3).bleach).toBe(1);
    expect(searchLevel(16, () => 0).bleach).toBe(1);
    expect(searchLevel(0, () => 0).bleach).toBe(1);
  });

  test("finds the level at which noise is bleached away", () => {
    const network = new Bthowen({
      inputs: 4,
      classes: 2,
      tupleSize: 2,
      entries: 4,
      hashes: 1,
      order: [0, 1, 2, 3],
      parameters: [1, 2],
    });
    network.partialFit([1, 1, 1, 1, 0, 0, 0, 0], [0, 0]);
    for (let i = 0; i < 5; i++) network.partialFit([0, 0, 0, 0], [1]);
    for (let i = 0; i < 5; i++) network.partialFit([1, 1, 1, 1], [0]);
    const samples = [0, 0, 0, 0, 1, 1, 1, 1];
    expect([...network.predict(samples, 1)]).toEqual([0, 0]);
    const { bleach } = searchBleach(network, samples, [1, 0]);
    expect([...network.predict(samples, bleach)]).toEqual([1, 0]);
  });
});
