import { wordsPerRow } from "@bnnkit/core";
import { expect, test } from "vitest";
import type { LevelBits, OperandsOf } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, codes, floats, indices } from "./operands.ts";

/** A number below its threshold is −1, a bit 1. */
const sign: LevelBits = { planes: 1, levels: [1, 0] };
const digits = (planes: number): LevelBits => ({
  planes,
  levels: Array.from({ length: 2 ** planes }, (_, level) => level),
});
const thermometer = (planes: number): LevelBits => ({
  planes,
  levels: Array.from({ length: planes + 1 }, (_, level) => 2 ** level - 1),
});

interface Case extends reference.ThresholdReference, LevelBits {
  readonly x: Float32Array | Int32Array | Int8Array | Uint8Array;
}

function elementOf(x: Case["x"]): OperandsOf<"threshold">["element"] {
  if (x instanceof Float32Array) return "float32";
  if (x instanceof Int32Array) return "int32";
  return x instanceof Int8Array ? "int8" : "uint8";
}

function put(f: ArenaFixture, x: Case["x"]): number {
  if (x instanceof Float32Array) return f.floats(x);
  return x instanceof Int32Array ? f.ints(x) : f.bytes(x);
}

function run(f: ArenaFixture, c: Case): Int32Array {
  const { x, features, thresholds, count, flips, planes, levels } = c;
  const rows = x.length / features;
  return f.scope(() => {
    const out = f.intOutput(rows * planes * wordsPerRow(features));
    const at = (): number =>
      x instanceof Float32Array ? f.floats(thresholds) : f.ints(thresholds);
    f.run((tape) =>
      tape.threshold({
        ...{ x: put(f, x), element: elementOf(x), rows: f.ints([rows]), features },
        thresholds: thresholds.length === count ? Array.from(thresholds) : { at: at(), count },
        flips: flips === undefined ? 0 : f.ints(packOnes(flips, 1, features)),
        ...{ planes, levels, bits: out.offset },
      }),
    );
    return out.read();
  });
}

/** Rows of 0 and 1 as bits. */
function packOnes(values: ArrayLike<number>, rows: number, features: number): Int32Array {
  const words = new Int32Array(rows * wordsPerRow(features));
  for (let i = 0; i < rows * features; i++) {
    const k = i % features;
    words[Math.floor(i / features) * wordsPerRow(features) + (k >>> 5)] |= values[i] << (k & 31);
  }
  return words;
}

function expectLevels(f: ArenaFixture, c: Case): void {
  const { x, features, planes, levels } = c;
  const rows = x.length / features;
  const found = reference.threshold(c);
  const bits = Array.from({ length: rows * planes * features }, (_, i) => {
    const [plane, k] = [Math.floor(i / features), i % features];
    const level = found[Math.floor(plane / planes) * features + k];
    return (levels[level] >>> (plane % planes)) & 1;
  });
  expect(run(f, c)).toEqual(packOnes(bits, rows * planes, features));
}

/** count × features numbers, each feature's rising. */
function rising(count: number, features: number, from: (i: number) => number): Float32Array {
  const own = Array.from({ length: features }, (_, k) =>
    Array.from({ length: count }, (_, t) => from(k * count + t)).sort((a, b) => a - b),
  );
  return Float32Array.from({ length: count * features }, (_, i) => {
    return own[i % features][Math.floor(i / features)];
  });
}

function flipsOf(features: number): Int32Array {
  return indices(features, 2, 9);
}

export function thresholdContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i features, a threshold each: signs, some flipped", (features) => {
    const thresholds = floats(features, 3);
    for (const rows of [0, 1, 3]) {
      const c = { ...sign, x: floats(rows * features, 2), features, thresholds, count: 1 };
      if (features > 1) expectLevels(fixture(), c);
      expectLevels(fixture(), { ...c, flips: flipsOf(features) });
    }
  });

  test.each([1, 3, 17, 31, 127, 131])("%i features, levels of every form", (features) => {
    const x = floats(3 * features, 2);
    for (const [form, count] of [
      [digits(2), 3],
      [digits(4), 15],
      [thermometer(5), 5],
      [{ planes: 2, levels: [3, 0, 1] }, 2], // ternary: mask and sign
      [{ planes: 3, levels: [7, 6, 5, 4, 3, 2, 1, 0] }, 7], // odd numbers
    ] as const) {
      const own = rising(count, features, (i) => floats(1, i + 11)[0]);
      const flips = flipsOf(features);
      expectLevels(fixture(), { ...form, x, features, thresholds: own, count, flips });
      expectLevels(fixture(), { ...form, x, features, thresholds: own, count });
      const all = rising(count, 1, (i) => floats(1, i + 7)[0]);
      expectLevels(fixture(), { ...form, x, features, thresholds: all, count });
    }
  });

  test("int32, int8 and uint8", () => {
    const features = 37;
    const bytes = Uint8Array.from(indices(3 * features, 256, 4));
    const integers = indices(3 * features, 2 ** 20, 5).map((x) => x - 2 ** 19);
    for (const [x, spread] of [
      [bytes, 256],
      [codes(3 * features, 6), 127],
      [Int32Array.from(integers), 2 ** 20],
    ] as const) {
      const own = rising(
        3,
        features,
        (i) => indices(1, spread, i + 3)[0] - (spread === 256 ? 0 : spread / 2),
      ).map(Math.floor);
      expectLevels(fixture(), {
        ...digits(2),
        x,
        features,
        thresholds: own,
        count: 3,
        flips: flipsOf(features),
      });
      expectLevels(fixture(), {
        ...digits(2),
        x,
        features,
        thresholds: own.filter((_, i) => i % features === 0),
        count: 3,
      });
    }
  });

  test("what equals a threshold reaches it, NaN reaches all, a zero of either sign is no less than 0", () => {
    const x = Float32Array.of(1, 0.5, 0, -0, Number.NaN, Number.NEGATIVE_INFINITY, -1e-45);
    const c = { ...digits(2), x, features: 7, thresholds: [0, 0.5, 2], count: 3 };
    const own = [0, 0.5, 2].flatMap((threshold) => new Array<number>(7).fill(threshold));
    expectLevels(fixture(), {
      ...thermometer(3),
      ...{ x, features: 7, thresholds: own, count: 3 },
    });
    // Levels 2 2 1 1 3 0 0, the low digits first.
    expect(run(fixture(), c).filter((_, i) => i % 4 === 0)).toEqual(
      Int32Array.of(0b11100, 0b10011),
    );
    const flipped = { ...c, flips: new Int32Array(7).fill(1) };
    // 1 1 2 2 0 3 3
    expect(run(fixture(), flipped).filter((_, i) => i % 4 === 0)).toEqual(
      Int32Array.of(0b1100011, 0b1101100),
    );
  });

  test("constants between two numbers of the kind count as the greater", () => {
    const next = 1 + 2 ** -23;
    const x = Float32Array.of(1, next);
    expectLevels(fixture(), { ...sign, x, features: 2, thresholds: [1 + 2 ** -30], count: 1 });
    expectLevels(fixture(), {
      ...sign,
      x: Int32Array.of(0, 1),
      features: 2,
      thresholds: [0.5],
      count: 1,
    });
    const tiny = Float32Array.of(0, 2 ** -149);
    expectLevels(fixture(), { ...sign, x: tiny, features: 2, thresholds: [1e-60], count: 1 });
    const negative = Float32Array.of(-next, -1);
    expectLevels(fixture(), {
      ...sign,
      x: negative,
      features: 2,
      thresholds: [-1 - 2 ** -30],
      count: 1,
    });
  });
}
