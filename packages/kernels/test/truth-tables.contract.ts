import { packUnipolar, wordsPerRow } from "@bnnkit/core";
import { expect, test } from "vitest";
import { packByteThresholds, packGates, packTruthTables } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, indices } from "./operands.ts";
import { slicesOf } from "./slices-of.ts";

/** Samples: none, one, within, at and beyond a block. */
const counts = [0, 1, 9, 128, 131, 500];

function bitsOf(length: number, seed: number): Uint8Array {
  return Uint8Array.from(indices(length, 2, seed));
}

/** Rows of 0 and 1 packed; none of none. */
function packed(values: Uint8Array, rows: number, columns: number): Uint32Array {
  return rows === 0 ? new Uint32Array() : packUnipolar(values, rows, columns).words;
}

function expectSlices(f: ArenaFixture, samples: number, features: number, planes: number): void {
  const rowsPerSample = 2;
  const rows = samples * rowsPerSample * planes;
  const values = bitsOf(rows * features, features);
  const at = (sample: number, i: number): number => {
    const [line, k] = [Math.floor(i / features), i % features];
    const [plane, row] = [Math.floor(line / rowsPerSample), line % rowsPerSample];
    return values[((sample * rowsPerSample + row) * planes + plane) * features + k];
  };
  const length = rowsPerSample * planes * features;
  const expected = Uint8Array.from({ length: samples * length }, (_, i) =>
    at(Math.floor(i / length), i % length),
  );
  f.scope(() => {
    const stride = 4 * Math.ceil(samples / 128);
    const slices = f.intOutput((length + 1) * stride);
    const bits = f.ints(packed(values, rows, features));
    const shape = { samples: f.ints([samples]), rowsPerSample, planes, features, firstSlice: 1 };
    f.run((tape) => tape.sliceBits({ ...shape, bits, slices: slices.offset }));
    expect(slices.read().subarray(stride)).toEqual(slicesOf(expected, samples));
  });
}

function expectJoined(f: ArenaFixture, samples: number, features: number): void {
  const values = bitsOf(samples * features, features);
  f.scope(() => {
    const bits = f.intOutput(samples * wordsPerRow(features));
    const slices = f.ints(slicesOf(values, samples));
    const shape = { samples: f.ints([samples]), features };
    f.run((tape) => tape.joinSlices({ ...shape, slices, bits: bits.offset }));
    expect(Uint32Array.from(bits.read())).toEqual(packed(values, samples, features));
  });
}

function expectTables(f: ArenaFixture, samples: number, inputsPerTable: number): void {
  const [features, tables] = [19, 13];
  const x = bitsOf(samples * features, 3);
  const connections = Int32Array.from(indices(tables * inputsPerTable, features, inputsPerTable));
  const entries = bitsOf(tables * 2 ** inputsPerTable, 5);
  const expected = reference.truthTables({ x, samples, inputsPerTable, connections, entries });
  f.scope(() => {
    const out = f.intOutput(tables * 4 * Math.ceil(samples / 128));
    const words = packed(entries, 1, entries.length);
    const io = { x: f.ints(slicesOf(x, samples)), samples: f.ints([samples]), out: out.offset };
    if (inputsPerTable <= 2) {
      const { program, counts } = packGates(inputsPerTable, connections, words);
      f.run((tape) => tape.gates({ ...io, program: f.ints(program), counts }));
    } else {
      const terms = f.bytes(packTruthTables(inputsPerTable, tables, words));
      const layer = { tables, inputsPerTable, connections: f.ints(connections), terms };
      f.run((tape) => tape.truthTables({ ...io, ...layer }));
    }
    expect(valid(out.read(), tables, samples)).toEqual(slicesOf(expected, samples));
  });
}

/** Slices without what stands at the samples that fill the last block, which means nothing. */
function valid(slices: Int32Array, count: number, samples: number): Int32Array {
  const stride = 4 * Math.ceil(samples / 128);
  return slices.map((word, i) => {
    const left = samples - 32 * (i % stride);
    if (left >= 32) return word;
    return left <= 0 || count === 0 ? 0 : word & (2 ** left - 1);
  });
}

function expectSums(f: ArenaFixture, samples: number, groups: number, groupSize: number): void {
  const x = bitsOf(samples * groups * groupSize, groupSize);
  f.scope(() => {
    const out = f.intOutput(samples * groups);
    const shape = { samples: f.ints([samples]), groups, groupSize };
    f.run((tape) => tape.groupSum({ ...shape, x: f.ints(slicesOf(x, samples)), out: out.offset }));
    expect(out.read()).toEqual(reference.groupSum(x, samples, groups));
  });
}

/** Slices of bits, and layers of truth tables on them. */
export function truthTablesContract(fixture: () => ArenaFixture): void {
  test("slices are the bits of samples, plane by plane, in each row by row; padding is 0", () => {
    for (const features of boundarySizes.filter((size) => size < 140)) {
      expectSlices(fixture(), 9, features, 1);
    }
    for (const samples of counts) expectSlices(fixture(), samples, 11, 3);
  });

  test("a thermometer of bytes: reached thresholds, those that nothing or everything reaches too", () => {
    const f = fixture();
    for (const element of ["uint8", "int8"] as const) {
      for (const [samples, features] of [...counts.map((n) => [n, 21] as const), [9, 1] as const]) {
        const stored = indices(samples * features, 256, 7);
        const lowest = element === "int8" ? -128 : 0;
        const x = element === "int8" ? Int8Array.from(stored) : Uint8Array.from(stored);
        const thresholds = indices(3 * features, 260, 8).map((t) => t + lowest - 2);
        const expected = reference.sliceThermometer(x, features, thresholds);
        f.scope(() => {
          const slices = f.intOutput(3 * features * 4 * Math.ceil(samples / 128));
          const packedThresholds = packByteThresholds(thresholds, element);
          const io = { x: f.bytes(x), samples: f.ints([samples]), slices: slices.offset };
          const shape = { element, features, count: 3, thresholds: f.bytes(packedThresholds) };
          f.run((tape) => tape.sliceThermometer({ ...io, ...shape }));
          expect(slices.read()).toEqual(slicesOf(expected, samples));
        });
      }
    }
  });

  test("slices become rows of bits again, with zeros behind their features", () => {
    for (const features of boundarySizes.filter((size) => size < 140)) {
      expectJoined(fixture(), 9, features);
    }
    for (const samples of counts) expectJoined(fixture(), samples, 21);
  });

  test("tables of one to eight inputs have the entry that their inputs address", () => {
    for (let inputs = 1; inputs <= 8; inputs++) expectTables(fixture(), 131, inputs);
    for (const samples of counts) {
      expectTables(fixture(), samples, 2);
      expectTables(fixture(), samples, 6);
    }
  });

  test("counts are those of each group, of any number of samples", () => {
    for (const size of [1, 2, 3, 7, 8, 9, 64, 127, 300]) expectSums(fixture(), 5, 3, size);
    for (const samples of counts) expectSums(fixture(), samples, 2, 21);
    const f = fixture();
    f.scope(() => {
      const out = f.intOutput(128);
      const x = f.ints(new Int32Array(4 * 1023).fill(-1));
      const shape = { samples: f.ints([128]), groups: 1, groupSize: 1023 };
      f.run((tape) => tape.groupSum({ ...shape, x, out: out.offset }));
      expect(out.read()).toEqual(new Int32Array(128).fill(1023));
    });
  });

  test("all sixteen functions of two inputs, however often", () => {
    const f = fixture();
    const entries = Uint32Array.from([0x76543210, 0xfedcba98, 0x76543210, 0xfedcba98]);
    const connections = Int32Array.from({ length: 64 }, (_, i) => i % 2);
    const { program, counts } = packGates(2, connections, entries);
    f.scope(() => {
      const out = f.intOutput(32 * 4);
      const x = f.ints([0b1010, 0, 0, 0, 0b1100, 0, 0, 0]);
      f.run((tape) =>
        tape.gates({ x, samples: f.ints([4]), program: f.ints(program), counts, out: out.offset }),
      );
      const tables = out.read().filter((_, i) => i % 4 === 0);
      expect(tables.map((word) => word & 15)).toEqual(Int32Array.from(tables, (_, i) => i % 16));
    });
  });

  test("refuses tables of too few inputs and of too many", () => {
    const f = fixture();
    const at = f.ints([0]);
    const layer = { x: at, samples: at, tables: 1, connections: at, terms: at, out: at };
    for (const inputsPerTable of [2, 9]) {
      expect(() => f.run((tape) => tape.truthTables({ ...layer, inputsPerTable }))).toThrow(
        `truthTables: inputsPerTable must be an integer in 3 … 8, got ${inputsPerTable}`,
      );
    }
  });
}
