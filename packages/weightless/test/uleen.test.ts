import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import { Uleen } from "../src/index.ts";
import { UleenSubmodel } from "../src/uleen-submodel.ts";
import { randomBits, randomLabels } from "./random-bits.ts";

/** One filter of two bits and two hashes: bit 0 alone looks at entries 1 and 2, bit 1 alone at 1 and 3, both at 0 and 1. */
const hashing = {
  inputs: 2,
  tupleSize: 2,
  entries: 4,
  hashes: 2,
  order: Uint32Array.of(0, 1),
  parameters: Uint32Array.of(1, 1, 2, 3),
};

describe("T26 a submodel by hand", () => {
  // Entries of class 0 and class 1, side by side.
  const tables = (): Float32Array => Float32Array.of(-0.5, 1, 0, 0.5, 0.2, -0.1, -0.3, -1);
  const scored = (sample: number): { submodel: UleenSubmodel; scores: number[] } => {
    const submodel = new UleenSubmodel(hashing, tables(), Float32Array.of(0.25, 0));
    const scores = new Float64Array(2);
    submodel.addScores(Uint32Array.of(sample), 0, scores);
    return { submodel, scores: [...scores] };
  };

  test("a filter is +1 if no entry it looks up is negative; 0 is not", () => {
    // Class 0 sees 0 and 0.2, class 1 sees 0.5 and −0.1.
    expect(scored(0b01).scores).toEqual([1.25, -1]);
    // Class 0 sees 0 and −0.3, class 1 sees 0.5 and −1.
    expect(scored(0b10).scores).toEqual([-0.75, -1]);
    // Both hashes are 0: −0.5 and 1.
    expect(scored(0b00).scores).toEqual([-0.75, 1]);
  });

  test("the gradient goes to the negative entries, or to all in equal shares", () => {
    const { submodel } = scored(0b01);
    submodel.addGradients(Float64Array.of(0.5, -0.25), "tables");
    expect([...submodel.tables.gradients]).toEqual([0, 0, 0.25, 0, 0.25, -0.25, 0, 0]);
    expect([...submodel.biases.gradients]).toEqual([0, 0]);
  });

  test("a step moves what has a gradient by the learning rate, and stays in [−1, 1]", () => {
    const { submodel } = scored(0b10);
    submodel.addGradients(Float64Array.of(-0.5, 0.5), "tables");
    submodel.step("tables", 0.125);
    const moved = [...submodel.tables.values].map((value) => Number(value.toFixed(4)));
    expect(moved).toEqual([-0.5, 1, 0, 0.5, 0.2, -0.1, -0.175, -1]);
    expect([...submodel.tables.gradients]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("ULEEN", () => {
  const random = createRandom(4);
  const inputs = 24;
  // The class is the majority of three bits that no single tuple needs to hold.
  const samples = randomBits(random, 400, inputs);
  const labels = samples.map((sample) =>
    (sample[0] ?? 0) + (sample[1] ?? 0) + (sample[2] ?? 0) > 1 ? 1 : 0,
  );
  const create = (): Uleen =>
    new Uleen({
      inputs,
      classes: 2,
      submodels: [
        { tupleSize: 4, entries: 16, hashes: 2 },
        { tupleSize: 7, entries: 64, hashes: 1 },
      ],
    });
  const accuracy = (network: Pick<Uleen, "predict">): number =>
    network
      .predict(samples.flat())
      .reduce((right, label, i) => right + (label === labels[i] ? 1 : 0), 0) / labels.length;

  const trained = create();
  const losses = Array.from({ length: 300 }, () =>
    trained.partialFit(samples.flat(), labels, { learningRate: 0.02 }),
  );

  test("learns by gradients what it could not guess", () => {
    expect(accuracy(create())).toBeLessThan(0.7);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
    expect(accuracy(trained)).toBeGreaterThan(0.9);
  });

  test("packed, it predicts the same", () => {
    const queries = randomBits(random, 500, inputs).flat();
    const packed = trained.pack();
    expect(packed.predict(queries)).toEqual(trained.predict(queries));
    expect(packed.tableBytes).toBe((6 * 16 * 2) / 8 + (4 * 64 * 2) / 8);
  });

  test("pruned, its biases and tables are trained on", () => {
    const network = Uleen.fromState(trained.state());
    const before = network.pack().tableBytes;
    network.prune(samples.flat(), labels, 0.5);
    expect(network.pack().tableBytes).toBe(before / 2);
    const tables = network.state().submodels.map((submodel) => submodel.tables);
    for (let i = 0; i < 20; i++) network.partialFit(samples.flat(), labels, { part: "biases" });
    expect(network.state().submodels.map((submodel) => submodel.tables)).toEqual(tables);
    expect(network.state().submodels[0]?.biases.some((bias) => bias !== 0)).toBe(true);
    for (let i = 0; i < 50; i++) network.partialFit(samples.flat(), labels, { learningRate: 0.02 });
    expect(accuracy(network)).toBeGreaterThan(0.8);
    expect(accuracy(network.pack())).toBe(accuracy(network));
  });

  test("is restored from its state; what does not fit is refused", () => {
    const state = trained.state();
    expect(Uleen.fromState(state).state()).toEqual(state);
    const short = state.submodels.map((of) => ({ ...of, tables: of.tables.slice(1) }));
    expect(() => Uleen.fromState({ submodels: short })).toThrow("tables must have 192 elements");
    expect(() => Uleen.fromState({ submodels: [] })).toThrow("number of submodels");
    for (const learningRate of [0, -1, Number.NaN, Infinity]) {
      expect(() => trained.partialFit(samples.flat(), labels, { learningRate })).toThrow(
        "learningRate",
      );
    }
    expect(() => trained.partialFit(randomBits(random, 2, inputs).flat(), [0, 2])).toThrow(
      "labels[1]",
    );
    expect(() => trained.partialFit(samples.flat(), randomLabels(random, 3, 2))).toThrow("labels");
  });
});
