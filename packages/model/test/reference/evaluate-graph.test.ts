import { bipolar, type Code, float32, ternary, thermometer, unsigned } from "@bnnkit/core";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import type { Graph, MapInput, Node, Tensor } from "../../src/index.ts";
import { evaluateGraph, evaluateValues, type Matrix, matrix } from "../../src/reference/index.ts";
import { imageSystems, square } from "../image-systems.ts";
import { modelTensors } from "../small-model.ts";

const f32 = (shape: readonly number[], ...data: number[]): Tensor => ({
  dtype: "F32",
  shape,
  data: Float32Array.from(data),
});
const u32 = (shape: readonly number[], ...data: number[]): Tensor => ({
  dtype: "U32",
  shape,
  data: Uint32Array.from(data),
});

/** Nodes on rows of floats, or on a map of one feature. */
function run(
  x: readonly (readonly number[])[],
  nodes: readonly Node[],
  tensors: Readonly<Record<string, Tensor>> = {},
  map?: Pick<MapInput, "height" | "width">,
): number[] {
  const features = x[0]?.length ?? 0;
  const graph: Graph = {
    inputs: [
      map
        ? { name: "x", kind: "map", ...map, features, code: float32 }
        : { name: "x", kind: "rows", features },
    ],
    nodes,
    output: nodes.at(-1)?.name ?? "",
  };
  const rows = matrix(x.length, features, (row, column) => x[row]?.[column] ?? 0);
  const model = { tensors: new Map(Object.entries(tensors)) };
  return [...evaluateGraph(model, graph, new Map([["x", rows]])).data];
}

const threshold = (code: Code, thresholds: readonly number[], rest: object = {}): Node => ({
  op: "threshold",
  name: "t",
  inputs: ["x"],
  thresholds,
  flips: false,
  code,
  ...rest,
});
const dense = (x: string, code: Code, bias = false): Node => ({
  op: "dense",
  name: "d",
  inputs: [x],
  outFeatures: 2,
  weights: { tensor: "w", code },
  bias,
});

describe("thresholds", () => {
  test("the sign of 0, −0 and NaN is +1", () => {
    expect(run([[0.5, -2, -0, Number.NaN]], [threshold(bipolar, [0])])).toEqual([1, -1, 1, 1]);
  });

  test("signs times half of the row's greatest magnitude, and of each of two slices", () => {
    const scaled = { digit: "bipolar", scale: "row" } as const;
    const half = (maximum: number) => (maximum + 2 ** -23) / 2;
    const rowScale = { rowScale: "half-maximum" };
    expect(run([[0.5, -2, 1, 4]], [threshold([scaled], [0], rowScale)])).toEqual(
      [1, -1, 1, 1].map((s) => s * half(4)),
    );
    expect(run([[0.5, -2, 1, 4]], [threshold([{ ...scaled, slices: 2 }], [0], rowScale)])).toEqual([
      half(2),
      -half(2),
      half(4),
      half(4),
    ]);
  });

  test("levels: x ≥ t counts; flipped the other way round", () => {
    const x = [[-1, 0, 0.5, 1, 9]];
    expect(run(x, [threshold(unsigned(2), [0, 1, 2])])).toEqual([0, 1, 1, 2, 3]);
    expect(run(x, [threshold(ternary, [0, 1])])).toEqual([-1, 0, 0, 1, 1]);
    expect(run(x, [threshold(thermometer([0.5, 3]), [0, 1])])).toEqual([0, 0.5, 0.5, 3, 3]);
    const flips = { "t.flips": u32([1, 4], 0b00110, 0, 0, 0) };
    expect(run(x, [threshold(unsigned(2), [0, 1, 2], { flips: true })], flips)).toEqual([
      0, 2, 2, 2, 3,
    ]);
  });

  test("of each feature", () => {
    const node = threshold(bipolar, [], { thresholds: { perFeature: 1 } });
    expect(run([[1, 1, 1]], [node], { "t.thresholds": f32([3, 1], 0, 1, 2) })).toEqual([1, 1, -1]);
  });

  test("rounding to even, held within the range, NaN the least", () => {
    const round = (step: number | "int8-step", range: readonly [number, number]): Node => ({
      op: "round",
      name: "r",
      inputs: ["x"],
      step,
      digit: "int8",
      range,
    });
    const x = [[0.25, 0.75, -1.25, 9, Number.NaN]];
    expect(run(x, [round(0.5, [-2, 3])])).toEqual([0, 1, -1, 1.5, -1]);
    expect(run([[254, -127, 1, 3]], [round("int8-step", [-127, 127])])).toEqual([254, -128, 0, 4]);
    expect(run([[0, -0]], [round("int8-step", [-127, 127])]).map(Math.abs)).toEqual([0, 0]);
  });
});

describe("products", () => {
  const x = [[0.5, -2, 3]];
  // Signs of the rows: −1, 1, 1 and 1, −1, −1.
  const bits = u32([2, 4], 0b001, 0, 0, 0, 0b110, 0, 0, 0);

  test("of one-bit weights, one scale for each output, and a bias", () => {
    const code: Code = [{ digit: "bipolar", scale: "row" }];
    const tensors = { "w.bits": bits, "w.scales": f32([2], 0.25, 4), "d.bias": f32([2], 10, 20) };
    expect(run(x, [dense("x", code, true)], tensors)).toEqual([
      (-0.5 - 2 + 3) * 0.25 + 10,
      (0.5 + 2 - 3) * 4 + 20,
    ]);
  });

  test("of {0,1} weights with an offset, of ternary ones, of powers of two", () => {
    const affine: Code = [{ digit: "unipolar", scale: 2, offset: 1 }];
    expect(run(x, [dense("x", affine)], { "w.bits": bits })).toEqual([
      3 * 0.5 - 2 + 3,
      0.5 + 3 * (-2 + 3),
    ]);
    const mask = u32([2, 4], 0b011, 0, 0, 0, 0b111, 0, 0, 0);
    expect(run(x, [dense("x", ternary)], { "w.mask": mask, "w.sign": bits })).toEqual([
      -0.5 - 2,
      0.5 + 2 - 3,
    ]);
    const codes: Tensor = {
      dtype: "U8",
      shape: [2, 3],
      data: Uint8Array.of(0, 1, 130, 2, 3, 128 + 3),
    };
    expect(
      run(x, [dense("x", [{ digit: "power", exponents: [-1, 1] }])], { "w.codes": codes }),
    ).toEqual([-2 * 0.5 + 3 * -1, 0.5 - 4 - 6]);
  });

  test("of a sum of terms: each with each", () => {
    const code: Code = [{ digit: "bipolar" }, { digit: "int8", scale: 0.5 }];
    const tensors = {
      "w.0.bits": bits,
      "w.1.codes": { dtype: "I8", shape: [2, 3], data: Int8Array.of(1, 2, 3, 4, 5, 6) },
    } as const;
    expect(run(x, [dense("x", code)], tensors)).toEqual([
      -0.5 - 2 + 3 + (0.5 - 4 + 9) / 2,
      0.5 + 2 - 3 + (2 - 10 + 18) / 2,
    ]);
  });
});

describe("maps", () => {
  const map = { height: 2, width: 3 };
  const pixels = [[1], [2], [3], [4], [5], [6]];
  const conv = (rest: object): Node => ({
    op: "convolution",
    name: "c",
    inputs: ["x"],
    outFeatures: 1,
    window: square(2),
    groups: 1,
    weights: { tensor: "w", code: float32 },
    bias: false,
    ...rest,
  });

  test("a convolution slides line by line; what stands outside is the padding's value", () => {
    const weights = { "w.weights": f32([1, 4], 1, 10, 100, 1000) };
    expect(run(pixels, [conv({})], weights, map)).toEqual([5421, 6532]);
    const [first] = run(pixels, [conv({ window: square(2, 2, 1, -1) })], weights, map);
    expect(first).toBe(-1 - 10 - 100 + 1000);
  });

  test("places with scales of their own are multiplied by them", () => {
    const sign = threshold([{ digit: "bipolar", scale: "row" }], [0], { rowScale: "half-maximum" });
    const nodes = [sign, conv({ inputs: ["t"] })];
    const weights = { "w.weights": f32([1, 4], 1, 10, 100, 1000) };
    const half = (maximum: number): number => (maximum + 2 ** -23) / 2;
    const square = [[1], [-2], [3], [4]];
    const [sum] = run(square, nodes, weights, { height: 2, width: 2 });
    expect(sum).toBeCloseTo(half(1) - 10 * half(2) + 100 * half(3) + 1000 * half(4), 9);
  });

  test("groups read their own channels", () => {
    const two = pixels.map(([x = 0]) => [x, -x]);
    const node = conv({ groups: 2, outFeatures: 2, window: square(1) });
    expect(
      run(two.slice(0, 2), [node], { "w.weights": f32([2, 1], 3, 5) }, { height: 1, width: 2 }),
    ).toEqual([3, -5, 6, -10]);
  });

  test("pools take the largest, the mean and the first; a margin is left out", () => {
    const pool = (take: "maximum" | "mean" | "first", window: object | "all"): Node => ({
      op: "pool",
      name: "p",
      inputs: ["x"],
      take,
      window: window === "all" ? window : square(2, 2, 1),
    });
    expect(run(pixels, [pool("maximum", {})], {}, map)).toEqual([1, 3, 4, 6]);
    expect(run(pixels, [pool("mean", {})], {}, map)).toEqual([1, 2.5, 4, 5.5]);
    expect(run(pixels, [pool("mean", "all")], {}, map)).toEqual([3.5]);
    expect(run(pixels, [pool("first", "all")], {}, map)).toEqual([1]);
  });

  test("beside a NaN the largest is NaN", () => {
    const all: Node = { op: "pool", name: "p", inputs: ["x"], take: "maximum", window: "all" };
    expect(run([[1], [Number.NaN], [3]], [all], {}, { height: 1, width: 3 })).toEqual([Number.NaN]);
  });

  test("the largest of bits is a number of their code", () => {
    const nodes: Node[] = [
      threshold(bipolar, [4]),
      { op: "pool", name: "p", inputs: ["t"], take: "maximum", window: square(2) },
    ];
    expect(run(pixels, nodes, {}, map)).toEqual([1, 1]);
  });
});

describe("features", () => {
  test("affine maps, PReLU with shifts, K for all features, features side by side", () => {
    const x = [[1, -4]];
    const tensors = {
      "a.scales": f32([2], 2, 3),
      "a.offsets": f32([2], 10, 20),
      "p.slopes": f32([2], 0.5, 0.25),
      "p.before": f32([2], 1, 0),
      "p.after": f32([2], 0, 100),
    };
    const one = (node: Node) => run(x, [node], tensors);
    expect(one({ op: "affine", name: "a", inputs: ["x"], scales: true, offsets: true })).toEqual([
      12, 8,
    ]);
    expect(
      one({ op: "activation", name: "p", inputs: ["x"], function: "prelu", shifts: true }),
    ).toEqual([2, 99]);
    expect(one({ op: "multiply", name: "m", inputs: ["x", "x"] })).toEqual([1, 16]);
    expect(one({ op: "concatenate", name: "c", inputs: ["x", "x"] })).toEqual([1, -4, 1, -4]);
  });

  test.each([
    ["absolute", [2, 0.5]],
    ["clip01", [0, 0.5]],
    ["tanh", [Math.tanh(-2), Math.tanh(0.5)]],
    ["gelu", [-0.0454, 0.3457]],
  ] as const)("%s", (f, expected) => {
    const node: Node = { op: "activation", name: "f", inputs: ["x"], function: f, shifts: false };
    run([[-2, 0.5]], [node]).forEach((y, i) => {
      expect(y).toBeCloseTo(expected[i] ?? 0, 4);
    });
  });
});

describe("attention", () => {
  // One head, two keys: probabilities 1/4 and 3/4.
  const q = [[Math.log(3)], [0]];
  const node = (probabilities: object): Node[] => [
    threshold([{ digit: "unipolar" }], [0.5]),
    {
      op: "attention",
      name: "a",
      inputs: ["x", "t", "x"],
      heads: 1,
      causal: false,
      probabilities: { keep: "all", ...probabilities },
    },
  ];

  test.each([
    [{ keep: "all" }, 3 / 4],
    [{ keep: "above", threshold: 0.5, scale: 0.25 }, 0.25],
    [{ keep: "share", ofLargest: 0.5 }, 1],
    [{ keep: "positive" }, 1],
    [{ keep: "rounded", step: 0.4, most: 3 }, 0.8],
    [{ keep: "half-maximum" }, (3 / 4 + 2 ** -23) / 2],
  ])("of probabilities 3/4 and 1/4 kept as %j", (probabilities, share) => {
    const [first] = run(q, node(probabilities));
    expect(first).toBeCloseTo(share * Math.log(3), 12);
  });
});

describe("look-ups", () => {
  test("tuples address tables of their own; hashes all have to be set", () => {
    const bits = threshold([{ digit: "unipolar" }], [0.5]);
    const shared = { op: "look-up", name: "l", inputs: ["t"], outFeatures: 2 } as const;
    const ram: Node = {
      ...shared,
      tuples: 2,
      tupleSize: 2,
      entries: 4,
      hashes: 0,
      mappings: "shared",
      entry: "bit",
    };
    const map = { height: 1, width: 4 };
    // Tuples (3, 0) and (1, 2): addresses 2 and 1 of the bits 1, 1, 0, 0.
    const tensors = {
      "l.mapping": { dtype: "I32", shape: [1, 4], data: Int32Array.of(3, 0, 1, 2) },
      "l.bits": u32([4, 4], 0b100, 0, 0, 0, 0b010, 0, 0, 0, 0b1000, 0, 0, 0, 0b010, 0, 0, 0),
    } as const;
    expect(run([[1], [1], [0], [0]], [bits, ram], tensors, map)).toEqual([2, 1]);
    // Hashes 1 ⊕ … of the set bits: addresses 2 and 3 of each tuple.
    const hashed = { "l.hashes": u32([2, 2], 1, 2, 1, 3), ...tensors };
    const bloom: Node = { ...ram, hashes: 2, tuples: 1, entries: 4 };
    const mapping = { dtype: "I32", shape: [1, 2], data: Int32Array.of(3, 0) } as const;
    expect(
      run([[1], [1], [0], [0]], [bits, bloom], { ...hashed, "l.mapping": mapping }, map),
    ).toEqual([0, 0]);
    const full = u32([2, 4], 0b1100, 0, 0, 0, 0b1000, 0, 0, 0);
    expect(
      run(
        [[1], [1], [0], [0]],
        [bits, bloom],
        { ...hashed, "l.mapping": mapping, "l.bits": full },
        map,
      ),
    ).toEqual([1, 0]);
  });
});

describe("bleached look-ups", () => {
  /** The votes of two classes with three RAM nodes of one bit each, by their counters at the address 1; node 2 reads no bit. */
  function votes(...counters: readonly number[]): readonly number[] {
    const node: Node = {
      ...{ op: "look-up", name: "l", inputs: ["t"], outFeatures: 2, tuples: 3, tupleSize: 1 },
      ...{ entries: 2, hashes: 0, mappings: "shared", entry: "counter" },
    };
    const codes = counters.flatMap((counter, i) => (i % 3 === 2 ? [counter, 9] : [9, counter]));
    const tensors = {
      "l.mapping": { dtype: "I32", shape: [1, 3], data: Int32Array.of(1, 0, -1) },
      "l.codes": { dtype: "U8", shape: [6, 2], data: Uint8Array.from(codes) },
    } as const;
    const bits = threshold([{ digit: "unipolar" }], [0.5]);
    return run([[1], [1]], [bits, node], tensors, { height: 1, width: 2 });
  }

  test("the level rises until one class has most votes", () => {
    expect(votes(5, 1, 1, 3, 0, 0)).toEqual([3, 1]); // at level 1
    expect(votes(3, 3, 1, 1, 2, 2)).toEqual([2, 0]); // 3 : 3, 2 : 2, 2 : 0
    expect(votes(4, 4, 0, 3, 3, 3)).toEqual([2, 3]);
  });

  test("a tie that lasts stays at the last level with votes, and one of single votes at once", () => {
    expect(votes(2, 2, 0, 0, 2, 2)).toEqual([2, 2]);
    expect(votes(7, 0, 0, 0, 9, 0)).toEqual([1, 1]);
    expect(votes(0, 0, 0, 0, 0, 0)).toEqual([0, 0]);
  });
});

describe.each(imageSystems)("$name", ({ graph }) => {
  const [input] = graph.inputs;
  const size = input?.kind === "map" ? input.height * input.width : 0;
  const features = input?.kind === "map" ? input.features : 0;
  const description = imageSystems.find((system) => system.graph === graph);

  test("gives finite numbers, of integers integers", () => {
    const random = createRandom(3);
    const image: Matrix = matrix(size, features, () => random.integer(0, 255));
    const tensors = description ? modelTensors(description, random) : new Map();
    const values = evaluateValues({ tensors }, graph, new Map([["image", image]]));
    for (const { data } of values.values()) expect(data.every(Number.isFinite)).toBe(true);
    const sums = values.get("first") ?? values.get("hidden") ?? values.get("bits");
    expect(new Set(sums?.data).size).toBeGreaterThan(1);
  });
});

describe("layers of language models", () => {
  test("without a mean, [3, 4] over the root of its mean square 12.5 + 3.5", () => {
    const norm: Node = {
      op: "layer-norm",
      name: "n",
      inputs: ["x"],
      ...{ groups: 1, epsilon: 3.5, centered: false },
    };
    expect(run([[3, 4]], [norm], { "n.gamma": f32([2], 1, 2) })).toEqual([0.75, 2]);
  });

  test("rotary positions turn pairs by the position times π/2 and π, from position 0 on", () => {
    const node: Node = {
      op: "rotary-position",
      name: "r",
      inputs: ["x"],
      ...{ heads: 1, rotated: 4 },
      ...{ frequencies: { tensor: "f", code: float32 }, maximumLength: 8 },
    };
    const row = [1, 2, 3, 4, 5];
    const actual = run([row, row, row], [node], { "f.weights": f32([1, 2], Math.PI / 2, Math.PI) });
    const expected = [...row, -3, -2, 1, -4, 5, -1, 2, -3, 4, 5];
    for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
  });

  test("heads of queries next to each other share one of keys: equal scores give means of values", () => {
    const node: Node = {
      op: "attention",
      name: "a",
      inputs: ["x", "k", "v"],
      ...{ heads: 4, causal: true },
      probabilities: { keep: "all" },
    };
    const narrow = (name: string): Node => ({
      op: "dense",
      name,
      inputs: ["x"],
      ...{ outFeatures: 2, bias: false },
      weights: { tensor: name, code: float32 },
    });
    const tensors = {
      "k.weights": f32([2, 4], 0, 0, 0, 0, 0, 0, 0, 0),
      "v.weights": f32([2, 4], 1, 0, 0, 0, 0, 0, 0, 1),
    };
    const x = [
      [1, 0, 0, 3],
      [5, 0, 0, 7],
    ];
    expect(run(x, [narrow("k"), narrow("v"), node], tensors)).toEqual([1, 1, 3, 3, 3, 3, 5, 5]);
  });

  test("SiLU is x over 1 + e^−x: ¾·ln 3 of ln 3", () => {
    const silu: Node = {
      op: "activation",
      name: "s",
      inputs: ["x"],
      ...{ function: "silu", shifts: false },
    };
    const [value] = run([[Math.log(3)]], [silu]);
    expect(value).toBeCloseTo(0.75 * Math.log(3), 12);
  });
});
