import { packUnipolar } from "@bnnkit/core";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  type DwnOptions,
  dwn,
  evaluateTruthTables,
  fitEpochs,
  type LogicParametrization,
  logicNetwork,
  neuronNetwork,
  predictTruthTables,
  type TrainableTables,
  truthTableSize,
} from "../../src/index.ts";
import { randomBits, randomLabels } from "../random-bits.ts";

type Make = (
  options: Pick<DwnOptions, "inputs" | "classes" | "layers" | "seed">,
) => TrainableTables;

const systems: readonly (readonly [string, Make])[] = [
  ["dwn", (options) => dwn({ ...options, inputsPerTable: 4, candidates: 6 })],
  [
    "dwn, all learned, as in the paper",
    (options) =>
      dwn({
        ...options,
        inputsPerTable: 3,
        learnedMapping: "all",
        candidates: "all",
        decay: "paper",
      }),
  ],
  [
    "dwn, nothing learned",
    (options) => dwn({ ...options, inputsPerTable: 1, learnedMapping: "none" }),
  ],
  ["logic, raw", (options) => logicNetwork({ ...options, parametrization: "raw" })],
  [
    "logic, raw from random",
    (options) => logicNetwork({ ...options, parametrization: "raw", start: "random" }),
  ],
  ["logic, light", (options) => logicNetwork({ ...options, inputsPerGate: 4 })],
  [
    "logic, warp",
    (options) =>
      logicNetwork({ ...options, parametrization: "warp", inputsPerGate: 3, start: "random" }),
  ],
  ["neurons", (options) => neuronNetwork(options)],
  [
    "neurons of degree 2",
    (options) => neuronNetwork({ ...options, degree: 2, fanIn: 2, bits: 3, inputFanIn: 5 }),
  ],
];

describe.each(systems)("%s", (_, make) => {
  const random = createRandom(21);
  const inputs = 20;
  // The class is the majority of three bits.
  const samples = randomBits(random, 300, inputs);
  const labels = samples.map(([a = 0, b = 0, c = 0]) => (a + b + c > 1 ? 1 : 0));
  const queries = randomBits(random, 100, inputs).flat();

  test("the truth tables give what the trained network gives, at every step", () => {
    const network = make({ inputs, classes: 2, layers: [24, 18], seed: 4 });
    for (let step = 0; step < 5; step++) {
      expect(evaluateTruthTables(network.pack(), queries)).toEqual(network.responses(queries));
      network.partialFit(samples.flat().slice(0, 64 * inputs), labels.slice(0, 64), {
        learningRate: 0.1,
      });
    }
    expect(predictTruthTables(network.pack(), queries)).toEqual(network.predict(queries));
  });

  test("learns, and goes on from its weights", () => {
    const few = samples.slice(0, 128).map((sample) => sample.slice(0, 6));
    const options = { inputs: 6, classes: 2, layers: [36, 24], seed: 2 };
    const [network, again, restored] = [make(options), make(options), make(options)];
    const losses = Array.from({ length: 50 }, () =>
      network.partialFit(few.flat(), labels.slice(0, 128), { learningRate: 0.1 }),
    );
    expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] ?? 0));
    const predicted = network.predict(few.flat());
    const right = predicted.filter((label, i) => label === labels[i]);
    expect(right.length / predicted.length).toBeGreaterThan(0.85);
    const anew = losses
      .slice(0, 3)
      .map(() => again.partialFit(few.flat(), labels.slice(0, 128), { learningRate: 0.1 }));
    expect(anew).toEqual(losses.slice(0, 3));
    restored.setWeights(network.weights());
    expect(restored.pack()).toEqual(network.pack());
  });

  test("refuses what it cannot learn from", () => {
    const network = make({ inputs: 4, classes: 2, layers: [4] });
    for (const learningRate of [0, -1, Number.NaN, Infinity]) {
      expect(() => network.partialFit([0, 0, 0, 0], [0], { learningRate })).toThrow("learningRate");
    }
    expect(() => network.partialFit([0, 0, 0, Number.NaN], [0])).toThrow(RangeError);
    expect(() => network.partialFit([0, 0, 0, 0], [2])).toThrow("labels[0]");
    expect(() => network.partialFit([0, 0, 0], [0])).toThrow("whole rows of 4");
    expect(() => network.setWeights([])).toThrow("weights must have");
    expect(() => network.setWeights(network.weights().map((one) => one.slice(1)))).toThrow(
      "weights[0]",
    );
    expect(() => make({ inputs: 4, classes: 3, layers: [4] })).toThrow(
      "layers[0] must be a multiple of classes (3), got 4",
    );
    expect(() => make({ inputs: 4, classes: 2, layers: [] })).toThrow("number of layers");
    expect(() => make({ inputs: 0, classes: 2, layers: [2] })).toThrow("inputs");
  });

  test("reads the same bit twice only where it must; −0 is 0", () => {
    const [layer] = make({ inputs: 8, classes: 1, layers: [16] }).pack().layers;
    expect(layer).toBeDefined();
    expect(layer?.connections.every((value) => value >= 0 && value < 8)).toBe(true);
    const network = make({ inputs: 1, classes: 1, layers: [1] });
    expect(network.responses([-0])).toEqual(network.responses([0]));
  });
});

describe.each<LogicParametrization>(["raw", "light", "warp"])("%s", (parametrization) => {
  test("the first step of Adam goes down along every weight of every layer", () => {
    const random = createRandom(8);
    const samples = randomBits(random, 20, 4).flat();
    const labels = randomLabels(random, 20, 2);
    const create = (): TrainableTables =>
      logicNetwork({ inputs: 4, classes: 2, layers: [6, 4], parametrization, start: "random" });
    const start = create().weights();
    const stepped = create();
    stepped.partialFit(samples, labels, { learningRate: 0.01 });
    const lossWith = (layer: number, i: number, change: number): number => {
      const network = create();
      const weights = start[layer] ?? new Float32Array();
      network.setWeights(start.with(layer, weights.with(i, (weights[i] ?? 0) + change)));
      return network.partialFit(samples, labels);
    };
    let compared = 0;
    start.forEach((weights, layer) => {
      weights.forEach((weight, i) => {
        const slope = (lossWith(layer, i, 0.02) - lossWith(layer, i, -0.02)) / 0.04;
        if (Math.abs(slope) < 1e-3) return;
        compared++;
        const moved = (stepped.weights()[layer]?.[i] ?? 0) - weight;
        expect(moved).toBeCloseTo(-0.01 * Math.sign(slope), 4);
      });
    });
    expect(compared).toBeGreaterThan(10);
  });
});

describe("training for epochs", () => {
  const random = createRandom(3);
  const rows = randomBits(random, 50, 8);
  const samples = packUnipolar(rows.flat(), 50, 8);
  const labels = randomLabels(random, 50, 2);
  const make = (): TrainableTables => logicNetwork({ inputs: 8, classes: 2, layers: [8] });

  test("says how it goes; the rate falls as told", async () => {
    const rates: number[] = [];
    const loss = await fitEpochs(make(), samples, labels, {
      epochs: 5,
      batch: 16,
      learningRate: 0.1,
      decay: { epochs: 2, factor: 0.5 },
      onEpoch: ({ epoch, epochs, learningRate }) => {
        rates.push(learningRate);
        expect([epoch, epochs]).toEqual([rates.length, 5]);
      },
    });
    expect(rates).toEqual([0.1, 0.1, 0.05, 0.05, 0.025]);
    expect(loss).toBeGreaterThan(0);
  });

  test("is the same from the same seed, another from another", async () => {
    const trained = async (seed: number): Promise<Float32Array[]> => {
      const network = make();
      await fitEpochs(network, samples, labels, { epochs: 2, batch: 7, seed });
      return network.weights();
    };
    expect(await trained(1)).toEqual(await trained(1));
    expect(await trained(1)).not.toEqual(await trained(2));
  });

  test("stops between steps when it is aborted, with the reason", async () => {
    const controller = new AbortController();
    const network = make();
    const running = fitEpochs(network, samples, labels, {
      epochs: 1000,
      signal: controller.signal,
      onEpoch: ({ epoch }) => {
        if (epoch === 2) controller.abort(new Error("enough"));
      },
    });
    await expect(running).rejects.toThrow("enough");
    expect(evaluateTruthTables(network.pack(), samples)).toEqual(network.responses(samples));
  });

  test("refuses counts and labels that do not fit", async () => {
    await expect(fitEpochs(make(), samples, labels, { epochs: 0 })).rejects.toThrow("epochs");
    await expect(fitEpochs(make(), samples, labels, { epochs: 1, batch: 0.5 })).rejects.toThrow(
      "batch",
    );
    await expect(fitEpochs(make(), samples, [0], { epochs: 1 })).rejects.toThrow("labels");
  });
});

test("options that no network can have are refused", () => {
  const sizes = { inputs: 8, classes: 2, layers: [4] };
  expect(() => dwn({ ...sizes, inputsPerTable: 9 })).toThrow("inputsPerTable");
  expect(() => dwn({ ...sizes, candidates: 0 })).toThrow("candidates");
  expect(() => dwn({ ...sizes, temperature: 0 })).toThrow("temperature");
  expect(() => logicNetwork({ ...sizes, parametrization: "raw", inputsPerGate: 3 })).toThrow(
    'inputsPerGate must be 2 for "raw", got 3',
  );
  expect(() => logicNetwork({ ...sizes, gateTemperature: Number.NaN })).toThrow("gateTemperature");
  expect(() => neuronNetwork({ ...sizes, bits: 3, fanIn: 3 })).toThrow(
    "fanIn must be an integer in 1 … 2, got 3",
  );
  expect(() => neuronNetwork({ ...sizes, degree: 5 })).toThrow("degree");
});

test("neurons by their formula: all that one reads, in a table", () => {
  const network = neuronNetwork({ inputs: 2, classes: 1, layers: [1], inputFanIn: 2, seed: 3 });
  // z = ¼ + ½·x₀ − ½·x₁ with x in ±1; v = round(3·clip((z + 1)/2)).
  const [packedBefore] = network.pack().layers;
  const [first = 0] = packedBefore?.connections ?? [];
  network.setWeights([Float32Array.of(0.25, 0.5, -0.5)]);
  const levels = network.responses([0, 0, 1, 0, 0, 1, 1, 1]);
  const one = [2, 3, 0, 2];
  const turned = [2, 0, 3, 2];
  expect([...levels]).toEqual(first === 0 ? one : turned);
  expect(truthTableSize(network.pack()).tables).toBe(3);
});
