import { wordsPerRow } from "@bnnkit/core";
import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, codes, floats, indices } from "./operands.ts";

type Shape = Omit<reference.CopyColumnsReference, "from" | "to">;

const rows = 3;

function operands(f: ArenaFixture, shape: Shape) {
  return { ...shape, rows: f.ints([rows]) };
}

function expectFloats(f: ArenaFixture, shape: Shape): void {
  const [from, to] = [floats(rows * shape.fromFeatures, 2), floats(rows * shape.toFeatures, 3)];
  from[0] = Number.NaN;
  f.scope(() => {
    const out = f.floatOutput(to.length);
    f.kernels.float32(out.offset, to.length).set(to);
    f.run((tape) =>
      tape.copyColumns({
        ...{ ...operands(f, shape), element: "float32" },
        ...{ from: f.floats(from), to: out.offset },
      }),
    );
    expect(out.read()).toEqual(Float32Array.from(reference.copyColumns({ ...shape, from, to })));
  });
}

function expectBytes(f: ArenaFixture, shape: Shape): void {
  const [from, to] = [codes(rows * shape.fromFeatures, 2), codes(rows * shape.toFeatures, 3)];
  f.scope(() => {
    const out = f.byteOutput(to.length);
    f.kernels.int8(out.offset, to.length).set(to);
    f.run((tape) =>
      tape.copyColumns({
        ...{ ...operands(f, shape), element: "int8" },
        ...{ from: f.bytes(from), to: out.offset },
      }),
    );
    expect(out.read()).toEqual(Int8Array.from(reference.copyColumns({ ...shape, from, to })));
  });
}

/** Rows of bits, of which those behind the last feature are `padding`. */
function pack(values: ArrayLike<number>, features: number, padding: 0 | -1): Int32Array {
  const words = wordsPerRow(features);
  const bits = new Int32Array((values.length / features) * words).fill(padding);
  for (let i = 0; i < values.length; i++) {
    const k = i % features;
    const at = Math.floor(i / features) * words + (k >>> 5);
    bits[at] = (bits[at] & ~(1 << (k & 31))) | (values[i] << (k & 31));
  }
  return bits;
}

function expectBits(f: ArenaFixture, shape: Shape): void {
  const planes = 2;
  const { fromFeatures, toFeatures, toColumn, columns } = shape;
  const from = indices(rows * planes * fromFeatures, 2, 2);
  const to = indices(rows * planes * toFeatures, 2, 3);
  const isLast = toColumn + columns === toFeatures;
  f.scope(() => {
    const before = pack(to, toFeatures, -1);
    const out = f.intOutput(before.length);
    f.kernels.int32(out.offset, before.length).set(before);
    f.run((tape) =>
      tape.copyColumns({
        ...{ ...operands(f, shape), element: "bits", planes },
        ...{ from: f.ints(pack(from, fromFeatures, 0)), to: out.offset },
      }),
    );
    const values = reference.copyColumns({ ...shape, from, to });
    expect(out.read()).toEqual(pack(values, toFeatures, isLast ? 0 : -1));
  });
}

export function copyColumnsContract(fixture: () => ArenaFixture): void {
  for (const [kind, expectCopied] of Object.entries({
    floats: expectFloats,
    bytes: expectBytes,
    bits: expectBits,
  })) {
    test.each(boundarySizes)(
      `${kind}: %i columns, first, last, in the middle and whole`,
      (columns) => {
        for (const [before, behind] of [
          [0, 37],
          [37, 0],
          [5, 90],
          [64, 32],
          [0, 0],
        ]) {
          const toFeatures = before + columns + behind;
          const to = { toFeatures, toColumn: before, columns };
          expectCopied(fixture(), { ...to, fromFeatures: columns, fromColumn: 0 });
          expectCopied(fixture(), { ...to, fromFeatures: columns + 41, fromColumn: 33 });
        }
      },
    );
  }

  test("two values side by side; columns that do not fit are refused", () => {
    const f = fixture();
    f.scope(() => {
      const out = f.floatOutput(6);
      const [a, b] = [f.floats([1, 2, 3, 4]), f.floats([5, 6])];
      const shape = {
        rows: f.ints([2]),
        element: "float32",
        to: out.offset,
        toFeatures: 3,
      } as const;
      f.run((tape) =>
        tape
          .copyColumns({ ...shape, from: a, fromFeatures: 2, toColumn: 0 })
          .copyColumns({ ...shape, from: b, fromFeatures: 1, toColumn: 2 }),
      );
      expect(out.read()).toEqual(Float32Array.of(1, 2, 5, 3, 4, 6));
      expect(() =>
        f.run((tape) => tape.copyColumns({ ...shape, from: a, fromFeatures: 2, toColumn: 2 })),
      ).toThrow("copyColumns: columns must be an integer in 1 … 1, got 2");
    });
  });
}
