import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import { evaluateTruthTables, logicNetwork, type TrainableTables } from "../../src/index.ts";
import { OrPoolLayer } from "../../src/tables/or-pool-layer.ts";
import { randomBits } from "../random-bits.ts";

test("OR over squares by hand: the maximum, its gradient to the first that is greatest", () => {
  const pool = new OrPoolLayer({ height: 3, width: 4, channels: 1 }, 2);
  expect(pool.output).toEqual({ height: 1, width: 2, channels: 1 });
  // Two squares; the last row is dropped.
  const input = Float32Array.of(0, 0.5, 0.25, 0.25, 0.5, 0, 0, 0.125, 1, 1, 1, 1);
  const output = new Float32Array(2);
  pool.forward({ batch: 1, input, output });
  expect([...output]).toEqual([0.5, 0.25]);
  const ofInput = new Float32Array(12);
  pool.backward({ batch: 1, input, output }, { output: Float32Array.of(1, 2), input: ofInput });
  expect([...ofInput]).toEqual([0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect([...pool.pack().connections]).toEqual([0, 1, 4, 5, 2, 3, 6, 7]);
  expect([...pool.pack().tables]).toEqual([0xfe, 0xff, 0xfe, 0xff]);
});

/** Images of 6 × 6 with a bar of three bits: the class is whether it stands. */
const random = createRandom(5);
const side = 6;
const labels = Array.from({ length: 200 }, (_, i) => i % 2);
const images = labels.map((label) => {
  const [y, x] = [random.integer(0, 3), random.integer(0, 3)];
  const image = Array<number>(side * side).fill(0);
  for (let k = 0; k < 3; k++) image[label === 1 ? (y + k) * side + x : y * side + x + k] = 1;
  return image;
});

const create = (inputsPerGate = 2): TrainableTables =>
  logicNetwork({
    inputs: side * side,
    classes: 2,
    layers: [40],
    inputsPerGate,
    parametrization: "warp",
    start: "random",
    convolutions: {
      height: side,
      width: side,
      channels: 1,
      layers: [{ kernels: 12, size: 3, depth: 2, pool: 2 }],
    },
    seed: 3,
  });

describe("a network of trees over images", () => {
  test.each([2, 3])("with gates of %i inputs becomes truth tables that give the same", (n) => {
    const network = create(n);
    const queries = randomBits(random, 60, side * side).flat();
    for (let step = 0; step < 3; step++) {
      expect(evaluateTruthTables(network.pack(), queries)).toEqual(network.responses(queries));
      network.partialFit(images.flat(), labels, { learningRate: 0.1 });
    }
    // Sixteen positions: leaves' gates, roots, OR of 2 × 2, the dense layer.
    const tables = network
      .pack()
      .layers.map((layer) => layer.connections.length / layer.inputsPerTable);
    expect(tables).toEqual([12 * n * 16, 12 * 16, 12 * 4, 40]);
  });

  test("all positions have the same functions, each where it looks", () => {
    const [leaves, roots] = create().pack().layers;
    const places = leaves?.connections ?? [];
    for (let gate = 0; gate < 24; gate++) {
      const [first = 0, second = 0] = places.slice(gate * 32);
      for (let position = 0; position < 16; position++) {
        const shift = Math.floor(position / 4) * side + (position % 4);
        const at = 2 * (gate * 16 + position);
        expect([...places.slice(at, at + 2)]).toEqual([first + shift, second + shift]);
      }
      // What it sees lies in the first 3 × 3.
      for (const place of [first, second]) {
        expect([place % side < 3, place < 3 * side]).toEqual([true, true]);
      }
    }
    expect([...(roots?.connections ?? [])].slice(0, 4)).toEqual([0, 16, 1, 17]);
  });

  test("learns bars wherever they are", () => {
    const network = create();
    for (let step = 0; step < 40; step++) {
      network.partialFit(images.flat(), labels, { learningRate: 0.1 });
    }
    const right = network.predict(images.flat()).filter((label, i) => label === labels[i]);
    expect(right.length / labels.length).toBeGreaterThan(0.9);
  });

  test("sizes that do not fit are refused", () => {
    const made = (size: number, height = side): (() => unknown) => {
      const layers = [{ kernels: 1, size, depth: 1 }];
      const convolutions = { height, width: side, channels: 1, layers };
      return () => logicNetwork({ inputs: 36, classes: 2, layers: [2], convolutions });
    };
    expect(made(7)).toThrow("size must be an integer in 1 … 6, got 7");
    expect(made(3, 5)).toThrow("inputs (36) must equal bits of an image (30)");
  });
});
