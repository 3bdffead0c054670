import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { floats, indices, UNIT } from "./operands.ts";

interface Case extends reference.SparseGemmReference {
  readonly x: Float32Array;
  readonly addend?: Float32Array;
}

function operands(rows: number, outFeatures: number, inFeatures: number): Case {
  const chances = indices(outFeatures * inFeatures, 5, 6);
  const codes = indices(outFeatures * inFeatures, 256, 7);
  return {
    x: floats(rows * inFeatures, 2),
    inFeatures,
    entries: Array.from({ length: outFeatures }, (_, n) =>
      Array.from({ length: inFeatures }, (_, column) => column)
        .filter((column) => chances[n * inFeatures + column] === 0)
        .map((column) => ({ column, code: codes[n * inFeatures + column] })),
    ),
    scales: floats(outFeatures, 3).map((scale) => scale / 64),
    offsets: floats(outFeatures, 4),
    addend: floats(rows * outFeatures, 5),
  };
}

function placed(f: ArenaFixture, { entries, scales, offsets, inFeatures, x }: Case) {
  const counts = entries.map(({ length }) => length);
  const starts = [0, ...counts].map((_, n) => counts.slice(0, n).reduce((a, b) => a + b, 0));
  return {
    entries: f.ints(entries.flat().map(({ column, code }) => 256 * column + code)),
    starts: f.ints(starts),
    rows: f.ints([x.length / inFeatures]),
    ...{ outFeatures: entries.length, inFeatures },
    ...{ scales: f.floats(scales), offsets: f.floats(offsets) },
  };
}

function run(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput((c.x.length / c.inFeatures) * c.entries.length);
    const addend = f.optionalFloats(c.addend);
    f.run((tape) =>
      tape.sparseGemm({ ...placed(f, c), x: f.floats(c.x), addend, out: out.offset }),
    );
    return out.read();
  });
}

export function sparseGemmContract(fixture: () => ArenaFixture): void {
  test.each([
    [0, 3, 5],
    [1, 1, 1],
    [1, 130, 33],
    [5, 65, 31],
    [19, 7, 128],
  ])("%i rows, %i outputs of %i features equal the reference", (rows, outFeatures, inFeatures) => {
    const { addend, ...plain } = operands(rows, outFeatures, inFeatures);
    const magnitudes = reference.sparseGemm({
      ...plain,
      x: plain.x.map(Math.abs),
      scales: Array.from(plain.scales, Math.abs),
      offsets: Array.from(plain.offsets, Math.abs),
    });
    const bound = (i: number): number => (inFeatures + 6) * UNIT * (magnitudes[i] + 1);
    expectWithin(run(fixture(), plain), reference.sparseGemm(plain), bound);
    const sum = { ...plain, addend: addend ?? new Float32Array() };
    expectWithin(run(fixture(), sum), reference.sparseGemm(sum), bound);
  });

  test("(1 + ½·4)·3 + (1 + ½·255)·2 = 266; without entries the addend", () => {
    const c: Case = {
      ...{ inFeatures: 3, x: Float32Array.of(3, Number.NaN, 2) },
      entries: [
        [
          { column: 0, code: 4 },
          { column: 2, code: 255 },
        ],
        [],
      ],
      ...{ scales: [0.5, 1], offsets: [1, 1], addend: Float32Array.of(0, 7) },
    };
    expect(run(fixture(), c)).toEqual(Float32Array.of(266, 7));
  });

  test("in place on the addend, and a row alone, give the same bits", () => {
    const c = operands(6, 70, 40);
    const all = run(fixture(), c);
    const f = fixture();
    f.scope(() => {
      const addend = f.optionalFloats(c.addend);
      f.run((tape) => tape.sparseGemm({ ...placed(f, c), x: f.floats(c.x), addend, out: addend }));
      expectSameBits(f.kernels.float32(addend, all.length).slice(), all);
    });
    for (let m = 0; m < 6; m++) {
      const addend = c.addend?.slice(m * 70, (m + 1) * 70) ?? new Float32Array();
      const alone = { ...c, x: c.x.slice(m * 40, (m + 1) * 40), addend };
      expectSameBits(run(f, alone), all.slice(m * 70, (m + 1) * 70));
    }
  });
}
