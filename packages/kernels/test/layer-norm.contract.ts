import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, UNIT } from "./operands.ts";

interface Case extends reference.LayerNormReference {
  readonly x: Float32Array;
  readonly addend?: Float32Array;
}

function operands(rows: number, length: number, groups = 1): Case {
  return {
    ...{ features: length * groups, groups, epsilon: 1e-6 },
    x: floats(rows * length * groups, 2),
    gamma: floats(length, 3),
    beta: floats(length, 4),
    addend: floats(rows * length * groups, 5),
  };
}

function run(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.x.length);
    f.run((tape) =>
      tape.layerNorm({
        ...normOperands(f, c),
        x: f.floats(c.x),
        addend: f.optionalFloats(c.addend),
        out: out.offset,
      }),
    );
    return out.read();
  });
}

function normOperands(f: ArenaFixture, c: Case) {
  return {
    rows: f.ints([c.x.length / c.features]),
    features: c.features,
    groups: c.groups ?? 1,
    gamma: f.floats(c.gamma),
    beta: f.floats(c.beta),
    epsilon: c.epsilon,
    centered: c.centered ?? true,
  };
}

/**
 * With n elements, d = x − mean and σ = sqrt(variance + ε): the mean errs by δ ≤ (n + 1)·u·max|x|, the variance by δ²
 * and a relative (n + 4)·u, so σ by a relative (n + 6)·u + δ²/σ², and the output by
 * |γ|·((δ + u·|d|)/σ + |d|/σ·((n + 6)·u + δ²/σ²)) + 4·u·(|γ·d/σ| + |β| + |addend|).
 */
function expectClose(f: ArenaFixture, c: Case): void {
  const n = c.features / (c.groups ?? 1);
  const normal = reference.layerNorm({
    ...{ x: c.x, features: c.features, groups: c.groups ?? 1, epsilon: c.epsilon },
    gamma: new Float32Array(n).fill(1),
    beta: new Float32Array(n),
  });
  const bound = (i: number): number => {
    const slice = c.x.subarray(i - (i % n), i - (i % n) + n);
    const mean = slice.reduce((sum, x) => sum + x, 0) / n;
    const variance = slice.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    const sigma = Math.sqrt(variance + c.epsilon);
    const delta = (n + 1) * UNIT * slice.reduce((a, x) => Math.max(a, Math.abs(x)), 0);
    const z = Math.abs(normal[i]);
    const spread = delta / sigma + UNIT * z + z * ((n + 6) * UNIT + (delta / sigma) ** 2);
    const gamma = Math.abs(c.gamma[i % n]);
    const rest = gamma * z + Math.abs(c.beta[i % n]) + Math.abs(c.addend?.[i] ?? 0);
    return 1.01 * (gamma * spread + 4 * UNIT * rest) + 2 ** -140;
  };
  expectWithin(run(f, c), reference.layerNorm(c), bound);
}

export function layerNormContract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 15, 16, 17, 64])("slices of %i equal the reference", (length) => {
    for (const [rows, groups] of [
      [0, 1],
      [1, 1],
      [5, 1],
      [2, 3],
    ]) {
      const { addend, ...plain } = operands(rows, length, groups);
      expectClose(fixture(), plain);
      expectClose(fixture(), { ...plain, addend: addend ?? new Float32Array() });
    }
  });

  test("[1, 2, 3, 6]: mean 3, variance 3.5, ε = 0.5 makes σ = 2 → [−1, −½, 0, 1½]", () => {
    const c: Case = {
      x: Float32Array.of(1, 2, 3, 6),
      ...{ features: 4, epsilon: 0.5 },
      gamma: [1, 1, 1, 1],
      beta: [0, 0, 0, 0],
    };
    expect(run(fixture(), c)).toEqual(Float32Array.of(-1, -0.5, 0, 1.5));
  });

  test("not centered, [1, 2, 3, 6]: mean square 12.5, ε = 3.5 makes σ = 4 → [¼, ½, ¾, 1½]", () => {
    const x = Float32Array.of(1, 2, 3, 6);
    const c: Case = {
      ...{ x, features: 4, epsilon: 3.5, centered: false },
      gamma: [1, 1, 1, 2],
      beta: [0, 0, 0, 1],
    };
    expect(run(fixture(), c)).toEqual(Float32Array.of(0.25, 0.5, 0.75, 4));
  });

  test("rows of zeros, of −0 and of one constant give beta", () => {
    const beta = Float32Array.of(1, 2, 3);
    for (const value of [0, -0, 5]) {
      const x = new Float32Array(3).fill(value);
      const c: Case = { x, features: 3, epsilon: 1e-6, gamma: [1, 1, 1], beta };
      expectClose(fixture(), c);
    }
  });

  test("NaN makes its slice NaN and no other", () => {
    const c = operands(3, 7, 2);
    c.x[3 * 7 + 6] = Number.NaN;
    const nan = Array.from(run(fixture(), c), Number.isNaN);
    expect(nan).toEqual(Array.from(nan, (_, i) => Math.floor(i / 7) === 3));
  });

  test("in place on x, in place on the addend, and a row alone give the same bits", () => {
    const c = operands(5, 19);
    const all = run(fixture(), c);
    const f = fixture();
    f.scope(() => {
      const [x, addend] = [f.floats(c.x), f.optionalFloats(c.addend)];
      f.run((tape) => tape.layerNorm({ ...normOperands(f, c), x, addend, out: addend }));
      expectSameBits(f.kernels.float32(addend, 5 * 19).slice(), all);
      const again = f.optionalFloats(c.addend);
      f.run((tape) => tape.layerNorm({ ...normOperands(f, c), x, addend: again, out: x }));
      expectSameBits(f.kernels.float32(x, 5 * 19).slice(), all);
    });
    for (let m = 0; m < 5; m++) {
      const [from, to] = [m * 19, (m + 1) * 19];
      const addend = c.addend?.slice(from, to) ?? new Float32Array();
      expectSameBits(run(f, { ...c, x: c.x.slice(from, to), addend }), all.slice(from, to));
    }
  });
}
