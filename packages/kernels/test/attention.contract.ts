import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { floats, indices, UNIT } from "./operands.ts";

interface Case extends reference.AttentionReference {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
}

const KEYS = 41;

/** Each row sees a run of keys of its own length; 0, 1 and whole and broken vectors of keys among them. */
function operands(rows: number, heads: number, headFeatures: number, binary = false): Case {
  const features = heads * headFeatures;
  const counts = [7, 0, 1, 4, 33, 8];
  return {
    ...{ heads, headFeatures, binary },
    q: floats(rows * features, 2).map((x) => 8 * x),
    k: floats(KEYS * features, 3),
    v: floats(KEYS * features, 4),
    keys: Array.from({ length: rows }, (_, r) =>
      Array.from({ length: counts[r % counts.length] }, (_, j) => (r % 5) + j),
    ),
  };
}

function run(f: ArenaFixture, c: Case, byIndex = false, maximumKeys = KEYS): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.q.length);
    const padded = c.keys.flatMap((keys) => [...keys, ...Array(KEYS - keys.length).fill(-1)]);
    f.run((tape) =>
      tape.attention({
        ...{ q: f.floats(c.q), k: f.floats(c.k), v: f.floats(c.v), out: out.offset },
        rows: f.ints([c.keys.length]),
        ...{ heads: c.heads, headFeatures: c.headFeatures, binary: c.binary ?? false },
        keyCount: f.ints(c.keys.map((keys) => keys.length)),
        keyStart: byIndex ? 0 : f.ints(c.keys.map((keys) => keys[0] ?? 0)),
        keyIndex: byIndex ? f.ints(padded) : 0,
        ...{ keyIndexStride: KEYS, maximumKeys, keyHeads: c.keyHeads ?? c.heads },
        ...(c.rounded && { rounded: c.rounded }),
      }),
    );
    return out.read();
  });
}

/**
 * A score errs by e ≤ (D + 2)·u·Σ|q·k|/√D, so a weight by a relative 2·e and 2^−23 of exp, and the quotient of sums of
 * n weights by n roundings each way: |output error| ≤ (expm1(2·e) + 2^−22 + (2·n + 8)·u)·Σ p·|v|. Weights below e^−87
 * are flushed to 0.
 */
function expectClose(f: ArenaFixture, c: Case, byIndex = false): void {
  const magnitudes = reference.attention({ ...c, v: c.v.map(Math.abs) });
  const largest = (x: Float32Array): number => x.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const d = c.headFeatures;
  const score = (d + 2) * UNIT * Math.sqrt(d) * largest(c.q) * largest(c.k);
  const relative = Math.expm1(2 * score) + 2 ** -22 + (2 * KEYS + 8) * UNIT;
  expectWithin(run(f, c, byIndex), reference.attention(c), (i) => {
    return 1.01 * relative * magnitudes[i] + 1e-36;
  });
}

export function attentionContract(fixture: () => ArenaFixture): void {
  test.each([1, 3, 4, 5, 15, 16, 17, 31, 33, 64])("heads of %i equal the reference", (d) => {
    for (const binary of [false, true]) {
      for (const byIndex of [false, true]) {
        expectClose(fixture(), operands(6, 1, d, binary), byIndex);
        expectClose(fixture(), operands(6, 3, d, binary), byIndex);
      }
    }
  });

  test.each([3, 16, 33])("heads of %i round probabilities as the reference does", (d) => {
    for (const [step, most] of [
      [0.3337, 3],
      [0.0041, 255],
    ] as const) {
      const c = { ...operands(6, 3, d), rounded: { step, most } };
      const ones = { ...c, v: new Float32Array(c.v.length).fill(1) };
      expectClose(fixture(), c);
      expectClose(fixture(), ones, true);
    }
  });

  test("steps of ½, ties to even: p = ¼ of four equal keys is none, ¾ is two, of which most is one", () => {
    const c: Case = {
      ...{ heads: 1, headFeatures: 1, keys: [[0, 0, 0, 0], [1]] },
      q: Float32Array.of(1, 1),
      k: Float32Array.of(3, 3),
      v: Float32Array.of(2, 6),
      rounded: { step: 0.5, most: 1 },
    };
    expect([...run(fixture(), c, true)]).toEqual([0, 3]);
  });

  test.each([0, 1, 2, 7])("%i rows equal the reference", (rows) => {
    expectClose(fixture(), operands(rows, 2, 5));
  });

  test.each([1, 2, 3, 4, 5, 31, 32, 33, 41])("%i keys in any order equal the reference", (n) => {
    const keys = [Array.from(indices(n, KEYS, n)), []];
    expectClose(fixture(), { ...operands(2, 2, 7), keys }, true);
  });

  test("two equal keys halve the values: ½·2 + ½·6 = 4; binary ½·(½ + 2^−23)·(2 + 6)", () => {
    const c: Case = {
      ...{ heads: 1, headFeatures: 1, keys: [[0, 1]] },
      q: Float32Array.of(1),
      k: Float32Array.of(3, 3),
      v: Float32Array.of(2, 6),
    };
    expect(run(fixture(), c)).toEqual(Float32Array.of(4));
    const binary = Float32Array.of(8 * 0.5 * (0.5 + 2 ** -23));
    expect(run(fixture(), { ...c, binary: true })).toEqual(binary);
  });

  test.each([
    [4, 1],
    [4, 2],
    [6, 3],
  ])("%i heads of queries on %i of keys equal the reference", (heads, keyHeads) => {
    for (const byIndex of [false, true]) {
      const c = operands(6, heads, 5);
      const size = KEYS * keyHeads * 5;
      const shared = { ...c, keyHeads, k: c.k.slice(0, size), v: c.v.slice(0, size) };
      expectClose(fixture(), shared, byIndex);
    }
  });

  test("heads of keys must divide those of queries", () => {
    expect(() => run(fixture(), { ...operands(1, 4, 5), keyHeads: 3 })).toThrow(
      "attention: keyHeads must divide heads (4), got 3",
    );
  });

  test("a row without keys is zero", () => {
    const c = { ...operands(1, 2, 5), keys: [[]] };
    expect(Array.from(run(fixture(), c), Math.abs)).toEqual(new Array(10).fill(0));
  });

  test("e^x for −87 ≤ x ≤ 0 errs by less than 2^−23 relative, and is 0 below", () => {
    // Scores 0 and x, values (1, 0) and (0, 1): the quotient of the two outputs is e^x, rounded once more.
    for (let x = -90; x <= 0; x += 0.0173) {
      const score = Math.fround(x);
      const c: Case = {
        ...{ heads: 1, headFeatures: 4, keys: [[0, 1]] },
        q: Float32Array.of(2, 0, 0, 0),
        k: Float32Array.of(0, 0, 0, 0, score, 0, 0, 0),
        v: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0),
      };
      const [one, exponential] = run(fixture(), c);
      const bound = score < -87 ? Math.exp(-87) : (2 ** -23 + UNIT) * Math.exp(score);
      expect(Math.abs(exponential / one - Math.exp(score))).toBeLessThan(bound + 2 ** -149);
    }
  });

  test("NaN in a query makes that head of that row NaN; NaN in a key that is not seen makes nothing", () => {
    const c = operands(3, 2, 5);
    c.q[5] = Number.NaN;
    c.k[(KEYS - 1) * 10] = Number.NaN;
    c.v[(KEYS - 1) * 10] = Number.NaN;
    const nan = Array.from(run(fixture(), c), Number.isNaN);
    expect(nan).toEqual(Array.from(nan, (_, i) => Math.floor(i / 5) === 1));
  });

  test("more keys than declared stop the tape and name the row", () => {
    const c = { ...operands(2, 1, 3), keys: [[0], [0, 1, 2]] };
    expect(() => run(fixture(), c, false, 2)).toThrow(
      "run: attention (instruction 0): keyCount[1] must be in 0 … maximumKeys",
    );
  });

  test("a row alone, and keys by index instead of by start, give the same bits", () => {
    const c = operands(7, 2, 19);
    const all = run(fixture(), c);
    expectSameBits(run(fixture(), c, true), all);
    for (let m = 0; m < c.keys.length; m++) {
      const [from, to] = [m * 38, (m + 1) * 38];
      const alone = { ...c, q: c.q.slice(from, to), keys: [c.keys[m]] };
      expectSameBits(run(fixture(), alone), all.slice(from, to));
    }
  });
}
