import { packBipolar } from "@bnnkit/core";
import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { floats, indices, signs, UNIT } from "./operands.ts";

interface Case extends reference.BitAttentionReference {
  readonly q: Int8Array;
  readonly k: Int8Array;
  readonly v: Float32Array;
  readonly packsValues?: boolean;
}

const KEYS = 41;

/** Each row sees a run of keys of its own length; 0, 1 and whole and broken vectors of keys among them. */
function operands(rows: number, heads: number, headFeatures: number): Case {
  const features = heads * headFeatures;
  const counts = [7, 0, 1, 4, 33, 8];
  return {
    ...{ heads, headFeatures },
    q: signs(rows * features, 2),
    k: signs(KEYS * features, 3),
    v: floats(KEYS * features, 4),
    keys: Array.from({ length: rows }, (_, r) =>
      Array.from({ length: counts[r % counts.length] }, (_, j) => (r % 5) + j),
    ),
  };
}

function packsValues(c: Case): Case {
  return { ...c, v: Float32Array.from(signs(c.v.length, 5)), packsValues: true };
}

/** With scales of rows and keys, of each head or of whole rows. */
function withScales(c: Case, scaleGroups = c.heads): Case {
  const scales = (length: number, seed: number): Float32Array =>
    floats(length, seed).map((x) => 1 + x / 2);
  return {
    ...{ ...c, scaleGroups, queryScales: scales(c.keys.length * scaleGroups, 6) },
    keyScales: scales(KEYS * scaleGroups, 7),
  };
}

function run(f: ArenaFixture, c: Case, byIndex = false, maximumKeys = KEYS): Float32Array {
  const features = c.heads * c.headFeatures;
  const [v, valueBits] = c.packsValues ? [0, f.signs(c.v, KEYS, features)] : [f.floats(c.v), 0];
  return f.scope(() => {
    const out = f.floatOutput(c.q.length);
    const padded = c.keys.flatMap((keys) => [...keys, ...Array(KEYS - keys.length).fill(-1)]);
    const { keep, scale, multiplier } = c;
    f.run((tape) =>
      tape.bitAttention({
        ...{ q: f.signs(c.q, c.keys.length, features), k: f.signs(c.k, KEYS, features) },
        ...{ v, valueBits, out: out.offset, rows: f.ints([c.keys.length]) },
        ...{ heads: c.heads, headFeatures: c.headFeatures },
        keyCount: f.ints(c.keys.map((keys) => keys.length)),
        keyStart: byIndex ? 0 : f.ints(c.keys.map((keys) => keys[0] ?? 0)),
        keyIndex: byIndex ? f.ints(padded) : 0,
        ...{ keyIndexStride: KEYS, maximumKeys, scaleGroups: c.scaleGroups ?? 1 },
        queryScales: f.optionalFloats(c.queryScales),
        keyScales: f.optionalFloats(c.keyScales),
        ...(keep && { keep }),
        ...(scale !== undefined && { scale }),
        ...(multiplier !== undefined && { multiplier }),
      }),
    );
    return out.read();
  });
}

/**
 * A dot product is exact; its scaled score errs by e ≤ 4·u·D·|scales|, so a weight by a relative 2·e and 2^−23 of exp,
 * and the quotient of sums of n weights by n roundings each way: |output error| ≤
 * (expm1(2·e) + 2^−22 + (2·n + 8)·u)·|multiplier|·Σ p·|v|. Weights below e^−87 are flushed to 0.
 */
function expectClose(f: ArenaFixture, c: Case, byIndex = false): void {
  const magnitudes = reference.bitAttention({
    ...{ ...c, v: c.v.map(Math.abs), multiplier: Math.abs(c.multiplier ?? 1) },
  });
  const largest = (x: ArrayLike<number> | undefined): number => Math.max(1, ...Array.from(x ?? []));
  const scale = (c.scale ?? 1 / Math.sqrt(c.headFeatures)) * largest(c.queryScales);
  const score = 4 * UNIT * c.headFeatures * scale * largest(c.keyScales);
  const relative = Math.expm1(2 * score) + 2 ** -22 + (2 * KEYS + 8) * UNIT;
  expectWithin(run(f, c, byIndex), reference.bitAttention(c), (i) => {
    return 1.01 * relative * magnitudes[i] + 1e-36;
  });
}

/** No probability lies so near the bound that a rounding decides whether it is kept. */
function expectClearOf(c: Case, bound: (p: readonly number[]) => number): void {
  for (let row = 0; row < c.keys.length; row++) {
    for (let head = 0; head < c.heads; head++) {
      const p = reference.bitProbabilities(c, row, head);
      for (const each of p) expect(Math.abs(each / bound(p) - 1)).toBeGreaterThan(1e-5);
    }
  }
}

export function bitAttentionContract(fixture: () => ArenaFixture): void {
  const sizes = [8, 16, 24, 40, 56, 64, 72, 120, 128, 136];

  test.each(sizes)("heads of %i equal the reference", (d) => {
    for (const heads of [1, 3]) {
      const c = operands(6, heads, d);
      for (const values of [c, packsValues(c)]) {
        expectClose(fixture(), values);
        expectClose(fixture(), withScales(values), true);
        expectClose(fixture(), { ...withScales(values, 1), scale: 0.3, multiplier: -2.5 });
      }
    }
  });

  test.each(sizes)("heads of %i keep the keys that the reference keeps", (d) => {
    for (const c of [operands(6, 3, d), withScales(operands(6, 3, d))]) {
      expectClearOf(c, () => 0.0931);
      expectClearOf(c, (p) => 0.2517 * Math.max(...p));
      for (const keep of [
        { above: 0.0931 },
        { shareOfLargest: 0.2517 },
        { positive: true },
      ] as const) {
        expectClose(fixture(), { ...c, keep, multiplier: -1.5 });
        const packed = { ...packsValues(c), keep };
        const sums = Float32Array.from(reference.bitAttention(packed));
        expect(run(fixture(), packed, true)).toEqual(sums);
      }
    }
  });

  test.each([0, 1, 2, 7])("%i rows equal the reference", (rows) => {
    expectClose(fixture(), operands(rows, 2, 24));
    expectClose(fixture(), packsValues(operands(rows, 2, 24)));
  });

  test.each([1, 2, 3, 4, 5, 31, 32, 33, 41])("%i keys in any order equal the reference", (n) => {
    const c = { ...operands(2, 2, 64), keys: [Array.from(indices(n, KEYS, n)), []] };
    expectClose(fixture(), c, true);
    expectClose(fixture(), packsValues(withScales(c)), true);
  });

  test("0 above: 300 keys of one value add up to exactly −300 and 300", () => {
    const c: Case = {
      ...{ heads: 1, headFeatures: 8, keys: [Array(300).fill(2)], keep: { above: 0 } },
      ...{ q: signs(8), k: signs(KEYS * 8), packsValues: true },
      v: new Float32Array(KEYS * 8).map((_, i) => (i % 8 < 3 ? -1 : 1)),
    };
    const f = fixture();
    f.scope(() => {
      const out = f.floatOutput(8);
      f.run((tape) =>
        tape.bitAttention({
          ...{ q: f.signs(c.q, 1, 8), k: f.signs(c.k, KEYS, 8), heads: 1, headFeatures: 8 },
          ...{ valueBits: f.signs(c.v, KEYS, 8), keep: { above: 0 }, out: out.offset },
          ...{ keyCount: f.ints([300]), keyIndex: f.ints(Array(300).fill(2)), maximumKeys: 300 },
          rows: f.ints([1]),
        }),
      );
      expect(out.read()).toEqual(Float32Array.of(-300, -300, -300, 300, 300, 300, 300, 300));
    });
  });

  test("BiT, α = ½: p > ¼ is kept; of four equal keys, p = ¼, none is", () => {
    const c = { ...operands(1, 1, 8), keep: { above: 0.25 }, multiplier: 0.5 };
    const same = { ...c, k: new Int8Array(KEYS * 8).fill(1) };
    const first = Array.from({ length: 8 }, (_, i) => c.v[i]);
    expect(run(fixture(), { ...same, keys: [[0, 1, 2, 3]] })).toEqual(new Float32Array(8));
    expect(run(fixture(), { ...same, keys: [[0]] })).toEqual(
      Float32Array.from(first, (x) => x / 2),
    );
  });

  test("BiViT, d = 64: kept is a dot product at most 10 below the largest, as 10/8 ≤ ln 4 < 12/8", () => {
    const q = new Int8Array(64).fill(1);
    const key = (negative: number): Int8Array => q.map((_, i) => (i < negative ? -1 : 1));
    const k = new Int8Array(KEYS * 64).fill(-1);
    for (const [row, negative] of [3, 8, 9, 20].entries()) k.set(key(negative), row * 64);
    const v = new Float32Array(KEYS * 64);
    for (let row = 0; row < 4; row++) v.fill(10 ** row, row * 64, row * 64 + 64);
    const keep = { shareOfLargest: 0.25 };
    const out = run(fixture(), { heads: 1, headFeatures: 64, q, k, v, keys: [[0, 1, 2, 3]], keep });
    expect(out).toEqual(new Float32Array(64).fill(1 + 10));
  });

  test("positive, d = 8: a key with 4 different bits, a dot product of 0, is not kept, one with 3 is", () => {
    const q = new Int8Array(8).fill(1);
    const k = new Int8Array(KEYS * 8).fill(-1);
    for (const [row, negative] of [4, 3, 5, 0].entries()) {
      k.set(
        q.map((_, i) => (i < negative ? -1 : 1)),
        row * 8,
      );
    }
    const v = new Float32Array(KEYS * 8);
    for (let row = 0; row < 4; row++) v.fill(10 ** row, row * 8, row * 8 + 8);
    const keep = { positive: true } as const;
    const out = run(fixture(), { heads: 1, headFeatures: 8, q, k, v, keys: [[0, 1, 2, 3]], keep });
    expect(out).toEqual(new Float32Array(8).fill(10 + 1000));
  });

  test("is float attention on ±scale, as `binarize` writes queries and keys", () => {
    const c = withScales(operands(6, 2, 24));
    const scaled = (x: Int8Array, scales: ArrayLike<number>): Float32Array =>
      Float32Array.from(x, (sign, i) => sign * scales[Math.floor(i / 24)]);
    const q = scaled(c.q, c.queryScales ?? []);
    const k = scaled(c.k, c.keyScales ?? []);
    const expected = reference.attention({ ...c, q, k });
    expectWithin(run(fixture(), c), expected, () => 1e-5);
  });

  test("what is not kept has no effect, NaN included; no key gives zeros", () => {
    const c = { ...operands(2, 1, 8), keep: { shareOfLargest: 1 }, keys: [[0, 1], []] };
    c.k.set(c.q.slice(0, 8), 0);
    c.k.set(
      c.q.slice(0, 8).map((x) => -x),
      8,
    );
    c.v.fill(Number.NaN, 8, 16);
    const out = run(fixture(), c);
    expect(out.slice(0, 8)).toEqual(c.v.slice(0, 8).map((x) => x + 0));
    expect(out.slice(8)).toEqual(new Float32Array(8));
  });

  test("NaN among scales makes its row NaN, and keeps no key", () => {
    const c = withScales(operands(2, 1, 8), 1);
    const bad = {
      ...{ ...c, queryScales: Float32Array.of(Number.NaN, 1) },
      keys: [
        [0, 1],
        [2, 3],
      ],
    };
    const areNaN = Array.from(run(fixture(), bad), Number.isNaN);
    expect(areNaN).toEqual(Array.from({ length: 16 }, (_, i) => i < 8));
    const out = run(fixture(), { ...bad, keep: { above: 0 } });
    expect(out.slice(0, 8)).toEqual(new Float32Array(8));
  });

  test("more keys than maximumKeys stop the tape", () => {
    const c = operands(3, 1, 8);
    expect(() => run(fixture(), { ...c, keys: [[0], [1, 2, 3], [4]] }, false, 2)).toThrow(
      "run: bitAttention (instruction 0): keyCount[1] must be in 0 … maximumKeys",
    );
  });

  test("a row alone gives the bits it gives among others", () => {
    for (const c of [operands(5, 3, 24), packsValues(withScales(operands(5, 3, 24)))]) {
      const all = run(fixture(), c);
      for (let m = 0; m < 5; m++) {
        const own = { ...c, q: c.q.slice(m * 72, (m + 1) * 72), keys: [c.keys[m]] };
        const queryScales = Array.from(c.queryScales ?? []).slice(m * 3, (m + 1) * 3);
        const alone = run(fixture(), c.queryScales ? { ...own, queryScales } : own);
        expectSameBits(alone, all.slice(m * 72, (m + 1) * 72));
      }
    }
  });
}

export function copyBitRowsContract(fixture: () => ArenaFixture): void {
  test.each([1, 31, 127, 128, 129, 257])("rows of %i bits go where they are told", (features) => {
    const f = fixture();
    f.scope(() => {
      const words = packBipolar(signs(3 * features, 2), 3, features).words;
      const out = f.intOutput((7 * words.length) / 3);
      const stride = words.length / 3;
      const expected = f.kernels
        .int32(out.offset, 7 * stride)
        .fill(-1)
        .slice();
      for (const [r, row] of [2, 0, 5].entries()) {
        expected.set(words.slice(r * stride, (r + 1) * stride), row * stride);
      }
      f.run((tape) =>
        tape.copyBitRows({
          ...{ from: f.ints(words), to: out.offset, rows: f.ints([3]), features },
          toRow: f.ints([2, 0, 5]),
        }),
      );
      expect(out.read()).toEqual(expected);
    });
  });
}
