import { expect, test } from "vitest";
import { packPlainTaps, packTaps } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { indices } from "./operands.ts";
import { slicesOf } from "./slices-of.ts";

/** Samples: none, one, within, at and beyond a block. */
const counts = [0, 1, 9, 128, 131];
const features = 23;

interface Shape {
  readonly samples: number;
  readonly classes: number;
  readonly tuples: number;
  readonly tupleSize: number;
  readonly digits: number;
  /** 0: the bits are the address. */
  readonly hashes: number;
}

/** Bits, a mapping with holes, hashes and a table of entries below `limit`. */
function operandsOf(shape: Shape, maps: number, limit: number): reference.LookUpReference {
  const { samples, classes, tuples, tupleSize, digits, hashes } = shape;
  const entries = 2 ** digits;
  return {
    ...{ samples, classes, tuples, tupleSize, entries },
    x: indices(samples * features, 2, 3),
    mapping: indices(maps * tuples * tupleSize, features + 1, 4).map((bit) => bit - 1),
    ...(hashes > 0 && { hashes: indices(hashes * tupleSize, entries, 5) }),
    table: indices(classes * tuples * entries, limit, 6),
  };
}

function onArena(f: ArenaFixture, o: reference.LookUpReference, { hashes, digits }: Shape) {
  const { samples, classes, tuples, tupleSize, mapping } = o;
  const shape = { hashes: Math.max(1, hashes), tupleSize, digits };
  const taps = o.hashes === undefined ? packPlainTaps(tupleSize) : packTaps(o.hashes, shape);
  return {
    ...{ ...shape, classes, tuples },
    x: f.ints(slicesOf(Uint8Array.from(o.x), samples)),
    samples: f.ints([samples]),
    mapping: f.ints(Int32Array.from(mapping)),
    taps: f.ints(taps),
  };
}

function expectVotes(f: ArenaFixture, shape: Shape): void {
  const o = operandsOf(shape, 1, 2);
  const { classes, tuples, entries, table } = o;
  const words = Math.ceil(classes / 32);
  const masks = new Int32Array(tuples * entries * words);
  for (let i = 0; i < table.length; i++) {
    const [c, t, entry] = [
      Math.floor(i / entries / tuples),
      Math.floor(i / entries) % tuples,
      i % entries,
    ];
    masks[(t * entries + entry) * words + (c >>> 5)] |= table[i] << (c & 31);
  }
  f.scope(() => {
    const out = f.intOutput(shape.samples * classes);
    const io = { ...onArena(f, o, shape), masks: f.ints(masks), out: out.offset };
    f.run((tape) => tape.lookUp(io));
    expect(out.read()).toEqual(reference.lookUp(o));
  });
}

function expectBleached(f: ArenaFixture, shape: Shape, maps: number, limit: number): void {
  const o = operandsOf(shape, maps, limit);
  f.scope(() => {
    const out = f.intOutput(shape.samples * shape.classes);
    const counters = f.bytes(Uint8Array.from(o.table));
    const io = { ...onArena(f, o, shape), maps, counters, out: out.offset };
    f.run((tape) => tape.bleach(io));
    expect(out.read()).toEqual(reference.bleach(o));
  });
}

/** RAM nodes and Bloom filters on slices. */
export function lookUpContract(fixture: () => ArenaFixture): void {
  const filters = { samples: 9, classes: 5, tuples: 7, tupleSize: 11, digits: 5, hashes: 3 };

  test("classes count the tuples all of whose hashes find a 1", () => {
    for (const samples of counts) expectVotes(fixture(), { ...filters, samples });
    for (const classes of [1, 31, 32, 33]) expectVotes(fixture(), { ...filters, classes });
    for (const hashes of [1, 2]) expectVotes(fixture(), { ...filters, hashes, tuples: 64 });
  });

  test("without hashes the bits are the address, the first the lowest", () => {
    for (const tupleSize of [1, 4, 9]) {
      expectVotes(fixture(), { ...filters, tupleSize, digits: tupleSize, hashes: 0 });
    }
  });

  test("counters are bleached until one class has most votes, with one mapping or one for each class", () => {
    const ram = { ...filters, tupleSize: 3, digits: 3, hashes: 0 };
    for (const samples of counts) expectBleached(fixture(), { ...ram, samples }, 1, 3);
    for (const tuples of [1, 16, 17, 40]) expectBleached(fixture(), { ...ram, tuples }, 5, 4);
    expectBleached(fixture(), { ...ram, classes: 1 }, 1, 256);
    expectBleached(fixture(), { ...filters, samples: 40, classes: 2, hashes: 2 }, 1, 3);
  });

  test("a tie that lasts is left at the last level at which there are votes, the highest too", () => {
    const f = fixture();
    // Two classes with the counters 255 and 3 each at the address of the bit.
    const counters = Uint8Array.of(0, 255, 0, 3, 0, 255, 0, 3);
    f.scope(() => {
      const out = f.intOutput(4);
      const io = { x: f.ints([0b01, 0, 0, 0]), samples: f.ints([2]), mapping: f.ints([0, 0]) };
      const shape = { classes: 2, tuples: 2, tupleSize: 1, hashes: 1, digits: 1, maps: 1 };
      const taps = f.ints(packPlainTaps(1));
      f.run((tape) =>
        tape.bleach({ ...io, ...shape, taps, counters: f.bytes(counters), out: out.offset }),
      );
      expect([...out.read()]).toEqual([1, 1, 0, 0]);
    });
  });

  test("refuses hashes, digits and mappings of which there cannot be so many", () => {
    const f = fixture();
    const at = f.ints([0]);
    const places = { x: at, samples: at, mapping: at, taps: at, out: at };
    const shape = { ...places, classes: 3, tuples: 1, tupleSize: 1, hashes: 1, digits: 1 };
    const refused = (changed: object, message: string) =>
      expect(() =>
        f.run((tape) => tape.bleach({ ...shape, maps: 1, counters: at, ...changed })),
      ).toThrow(message);
    refused({ hashes: 17 }, "bleach: hashes must be an integer in 1 … 16, got 17");
    refused({ digits: 31 }, "bleach: digits must be an integer in 1 … 30, got 31");
    refused({ maps: 2 }, "bleach: maps must be an integer in 3 … 3, got 2");
    expect(() => f.run((tape) => tape.lookUp({ ...shape, masks: at, tuples: 0 }))).toThrow(
      "lookUp: tuples must be an integer ≥ 1, got 0",
    );
  });
}
