import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import { packWisard, randomTuples, tuplesOf, Wisard } from "../src/index.ts";
import { NaiveWisard } from "./oracle/naive-wisard.ts";
import { randomBits, randomLabels } from "./random-bits.ts";

const [a, b] = [0, 1];
const identity = {
  inputs: 4,
  classes: 2,
  tuples: [
    [0, 1],
    [2, 3],
  ],
};

describe("T24 WiSARD by hand", () => {
  test("addresses are least significant digit first", () => {
    const wisard = new Wisard(identity);
    wisard.partialFit([1, 1, 0, 1, 0, 0, 1, 0], [a, b]);
    expect([...wisard.counters(a, 0), ...wisard.counters(a, 1)]).toEqual([
      [3, 1],
      [2, 1],
    ]);
    expect([...wisard.counters(b, 0), ...wisard.counters(b, 1)]).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(wisard.vote([1, 1, 0, 0])).toEqual([
      { label: a, votes: [1, 0], bleach: 1, confidence: 1 },
    ]);
    expect(wisard.vote([0, 0, 0, 1])[0]).toMatchObject({ label: a, votes: [1, 1], confidence: 0 });
    expect([...wisard.predict([0, 0, 0, 1], { tie: "wisardpkg" })]).toEqual([b]);
  });

  test("a tie is bleached: the class that saw the sample more often wins", () => {
    const wisard = new Wisard(identity);
    wisard.partialFit([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [a, a, a, b]);
    for (const tie of ["lowest", "wisardpkg"] as const) {
      expect(wisard.vote([1, 1, 1, 1], { tie })[0]).toEqual({
        label: a,
        votes: [2, 0],
        bleach: 2,
        confidence: 1,
      });
    }
    expect(wisard.vote([1, 1, 1, 1], { bleaching: false })[0]).toMatchObject({ votes: [2, 2] });
  });

  test("a tie that lasts: wisardpkg bleaches it away and names the last label", () => {
    const wisard = new Wisard(identity);
    wisard.partialFit([1, 1, 1, 1, 1, 1, 1, 1], [a, b]);
    expect(wisard.vote([1, 1, 1, 1], { tie: "wisardpkg" })[0]).toMatchObject({
      label: b,
      votes: [0, 0],
      confidence: 0,
    });
    expect(wisard.vote([1, 1, 1, 1])[0]).toMatchObject({ label: a, votes: [2, 2], bleach: 1 });
  });

  test("a tie over a million samples is bleached without a million steps", () => {
    const wisard = new Wisard(identity);
    for (const label of [a, b]) {
      wisard.setCounter(label, 0, 3, 1e9 + label);
      wisard.setCounter(label, 1, 3, 1e9);
    }
    expect(wisard.vote([1, 1, 1, 1])[0]).toMatchObject({ label: b, bleach: 1e9 + 1 });
  });

  test("an address that was never seen has no vote, and 0 can be denied its own", () => {
    const wisard = new Wisard({ ...identity, ignoreZero: true });
    wisard.partialFit([0, 0, 1, 0], [a]);
    expect(wisard.vote([0, 0, 1, 0])[0]?.votes).toEqual([1, 0]);
    expect(wisard.vote([0, 1, 0, 1])[0]).toMatchObject({ label: a, votes: [0, 0], confidence: 0 });
    expect([...wisard.counters(a, 0)]).toEqual([[0, 1]]);
  });

  test("forgets what it is told to, and no more", () => {
    const wisard = new Wisard(identity);
    wisard.partialFit([1, 1, 0, 1, 1, 1, 0, 1], [a, a]);
    wisard.forget([1, 1, 1, 1], [a]);
    expect([...wisard.counters(a, 0), ...wisard.counters(a, 1)]).toEqual([
      [3, 1],
      [2, 2],
    ]);
    expect(wisard.learned).toEqual([1, 0]);
  });

  test("who has forgotten all takes no part, but in wisardpkg without votes", () => {
    const wisard = new Wisard(identity);
    wisard.partialFit([1, 1, 1, 1, 0, 0, 0, 0], [a, b]);
    wisard.forget([0, 0, 0, 0], [b]);
    // Nobody knows the sample: 0 : 0, of which the last label is the library's.
    expect(wisard.predict([0, 0, 0, 0])[0]).toBe(a);
    expect(wisard.vote([0, 0, 0, 0], { tie: "wisardpkg" })[0]).toMatchObject({
      label: b,
      votes: [0, 0],
    });
    expect(wisard.predict([1, 1, 1, 1], { tie: "wisardpkg" })[0]).toBe(a);
  });

  test("a mental image sums the counters of the addresses in which a digit is not 0", () => {
    const wisard = new Wisard({
      inputs: 4,
      classes: 1,
      base: 3,
      tuples: [
        [0, 1],
        [2, 1],
      ],
    });
    wisard.partialFit([2, 0, 1, 0, 1, 1, 0, 0], [0, 0]);
    expect([...wisard.counters(0, 0).keys()]).toEqual([2, 4]);
    // Input 1 is in both tuples.
    expect([...wisard.mentalImage(0)]).toEqual([2, 2, 1, 0]);
  });

  test("votes need someone who has learned", () => {
    expect(() => new Wisard(identity).vote([0, 0, 0, 0])).toThrow("at least one class must have");
  });
});

describe("WiSARD against its plain definition", () => {
  test.each([1, 2, 5])("votes, bleaching and labels of wisardpkg, confidence %i", (confidence) => {
    const random = createRandom(confidence);
    for (const [inputs, tupleSize, classes] of [
      [12, 3, 2],
      [13, 2, 5],
      [31, 7, 3],
    ] as const) {
      const ignoreZero = random.integer(0, 1) === 1;
      const wisard = new Wisard({ inputs, tupleSize, classes, ignoreZero, seed: inputs });
      const naive = new NaiveWisard(wisard.tuples, ignoreZero);
      const samples = randomBits(random, 40, inputs);
      const labels = randomLabels(random, 40, classes);
      wisard.partialFit(samples.flat(), labels);
      samples.forEach((sample, i) => {
        naive.learn(sample, labels[i] ?? 0);
      });
      for (const query of [...samples, ...randomBits(random, 40, inputs)]) {
        const [vote] = wisard.vote(query, { tie: "wisardpkg", confidence });
        expect({ label: vote?.label, votes: vote?.votes }).toEqual(naive.bleach(query, confidence));
      }
    }
  });

  test("packed at a level, it gives the votes of that level; 33 classes", () => {
    const random = createRandom(8);
    const sizes = { inputs: 29, tupleSize: 4, classes: 33 };
    const wisard = new Wisard({ ...sizes, sharedMapping: true });
    const naive = new NaiveWisard(wisard.tuples, false);
    const samples = randomBits(random, 300, sizes.inputs);
    samples.forEach((sample, i) => {
      naive.learn(sample, i % 33);
      wisard.partialFit(sample, [i % 33]);
    });
    for (const level of [1, 2, 3]) {
      const network = packWisard(wisard, level);
      for (const query of samples.slice(0, 50)) {
        expect([...network.responses(query)]).toEqual(naive.votes(query, level));
      }
    }
    expect(packWisard(wisard, 1).tableBytes).toBe((8 * 16 * 33) / 8);
  });

  test("survives being stored as JSON and typed arrays", () => {
    const random = createRandom(3);
    const wisard = new Wisard({ inputs: 19, classes: 3, tupleSize: 4, base: 2 });
    wisard.partialFit(randomBits(random, 30, 19).flat(), randomLabels(random, 30, 3));
    const state = wisard.state();
    const { tuples, inputs, base, ignoreZero } = state;
    const json: typeof tuples = JSON.parse(JSON.stringify(tuples));
    const again = Wisard.fromState({ ...state, tuples: json, inputs, base, ignoreZero });
    expect(again.state()).toEqual(state);
    const short = { ...state, counters: state.counters.slice(1) };
    expect(() => Wisard.fromState(short)).toThrow("counters must have");
  });
});

describe("mappings", () => {
  test("use every input; the last node is filled up or left out", () => {
    const tuples = randomTuples({ inputs: 11, tupleSize: 4, seed: 1 });
    expect(tuples.map((tuple) => tuple.length)).toEqual([4, 4, 4]);
    expect(new Set(tuples.flat()).size).toBe(11);
    const without = randomTuples({ inputs: 11, tupleSize: 4, complete: false });
    expect(new Set(without.flat()).size).toBe(8);
    expect(randomTuples({ inputs: 11, tupleSize: 4, seed: 2 })).not.toEqual(tuples);
    expect(randomTuples({ inputs: 11, tupleSize: 4, seed: 1 })).toEqual(tuples);
  });

  test("an order that is given loses its remainder", () => {
    expect(tuplesOf([4, 3, 2, 1, 0], 2)).toEqual([
      [4, 3],
      [2, 1],
    ]);
  });

  test("are drawn for each class unless shared", () => {
    const own = new Wisard({ inputs: 30, classes: 2, tupleSize: 5 });
    expect(own.tuples[0]).not.toEqual(own.tuples[1]);
    const shared = new Wisard({ inputs: 30, classes: 2, tupleSize: 5, sharedMapping: true });
    expect(shared.tuples[0]).toEqual(shared.tuples[1]);
    expect(() => packWisard(own, 1)).toThrow("must share one mapping");
  });

  test("that do not fit are refused", () => {
    expect(() => new Wisard({ inputs: 4, classes: 1, tuples: [[4]] })).toThrow("tuples[0][0]");
    expect(() => new Wisard({ inputs: 60, classes: 1, tupleSize: 54 })).toThrow("at most 2^53");
    expect(() => new Wisard({ inputs: 4, classes: 3, tuples: [[[0]], [[1]]] })).toThrow(
      "tuples must have 3 elements, got 2",
    );
    expect(() => new Wisard({ inputs: 4, classes: 1 })).toThrow(TypeError);
    expect(() => new Wisard({ inputs: 4, classes: 1, tupleSize: 5 })).toThrow("in 1 … 4");
  });
});
