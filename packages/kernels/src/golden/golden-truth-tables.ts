import { wordsPerRow } from "@bnnkit/core";
import { packByteThresholds } from "../pack-byte-thresholds.ts";
import { packGates } from "../pack-gates.ts";
import { packPlainTaps, packTaps } from "../pack-taps.ts";
import { packTruthTables } from "../pack-truth-tables.ts";
import type { TapeBuilder } from "../tape/tape-builder.ts";
import type { GoldenData } from "./golden-data.ts";

const FEATURES = 21;
const TABLES = 11;

/** Bits cut into slices, tables of every number of inputs on them, groups counted, and rows of bits again. */
export function writeGoldenTruthTables(tape: TapeBuilder, data: GoldenData): void {
  const { rows: samples, rowCount } = data;
  const words = (count: number): number =>
    data.ints(Int32Array.from(data.random(count), (value) => value * 2 ** 31));
  const planes = 2;
  const bits = words(rowCount * planes * wordsPerRow(FEATURES));
  const inputs = planes * FEATURES;
  const slices = data.intOutput("sliceBits", 4 * inputs);
  const shape = { samples, rowsPerSample: 1, planes, features: FEATURES };
  tape.sliceBits({ ...shape, bits, slices });
  const thermometer = data.intOutput("sliceThermometer", 4 * inputs);
  const thresholds = Int32Array.from({ length: inputs }, (_, i) => (i * 37) % 300);
  const levels = packByteThresholds(thresholds, "uint8");
  tape.sliceThermometer({
    ...{ x: bits, element: "uint8", samples, features: FEATURES, count: planes },
    ...{ thresholds: data.ints(new Int32Array(levels.buffer)), slices: thermometer },
  });
  const gates = packGates(
    2,
    Int32Array.from({ length: 32 }, (_, i) => (i * 17 + 5) % inputs),
    Uint32Array.of(0x76543210, 0xfedcba98),
  );
  const program = data.ints(gates.program);
  const gatesOut = data.intOutput("gates", 4 * 16);
  tape.gates({ x: slices, samples, program, counts: gates.counts, out: gatesOut });
  for (let inputsPerTable = 3; inputsPerTable <= 8; inputsPerTable++) {
    const connections = data.ints(
      Int32Array.from({ length: TABLES * inputsPerTable }, (_, i) => (i * 17 + 5) % inputs),
    );
    const entries = Uint32Array.from(
      data.random(Math.ceil((TABLES * 2 ** inputsPerTable) / 32)),
      (value) => (value + 1) * 2 ** 31,
    );
    const packed = packTruthTables(inputsPerTable, TABLES, entries);
    const bytes = new Uint8Array(4 * Math.ceil(packed.length / 4));
    bytes.set(packed);
    const terms = data.ints(new Int32Array(bytes.buffer));
    const out = data.intOutput("truthTables", 4 * TABLES);
    const layer = { samples, tables: TABLES, inputsPerTable, connections, terms };
    tape.truthTables({ ...layer, x: slices, out });
  }
  const sums = data.intOutput("groupSum", rowCount * 2);
  tape.groupSum({ x: slices, samples, groups: 2, groupSize: FEATURES, out: sums });
  writeLookUps(tape, data, slices);
  const joined = data.intOutput("joinSlices", rowCount * wordsPerRow(inputs));
  tape.joinSlices({ slices, samples, features: inputs, bits: joined });
}

/** Bloom filters of three hashes for more classes than a word has bits, and counters of RAM nodes. */
function writeLookUps(tape: TapeBuilder, data: GoldenData, x: number): void {
  const { rows: samples, rowCount } = data;
  const [classes, tuples, digits] = [37, 7, 4];
  const bits = (i: number): number => (i * 17 + 5) % FEATURES;
  const words = (count: number, step: number): Int32Array<ArrayBuffer> =>
    Int32Array.from({ length: count }, (_, i) => Math.imul(i + 1, step));
  const hashes = { hashes: 3, tupleSize: 6, digits };
  const parameters = words(18, 7).map((word) => word & 15);
  const tupleCount = tuples * hashes.tupleSize;
  const filters = { ...{ x, samples, classes, tuples }, ...hashes };
  const votes = data.intOutput("lookUp", rowCount * classes);
  const masks = words(tuples * 2 ** digits * 2, 0x9e3779b1);
  tape.lookUp({
    ...filters,
    mapping: data.ints(Int32Array.from({ length: tupleCount }, (_, i) => bits(i) - 1)),
    taps: data.ints(packTaps(parameters, hashes)),
    // Bits of classes that there are.
    masks: data.ints(masks.map((word, i) => (i % 2 === 0 ? word : word & 31))),
    out: votes,
  });
  const counts = data.intOutput("bleach", rowCount * 3);
  tape.bleach({
    ...{ x, samples, classes: 3, tuples, tupleSize: digits, hashes: 1, digits, maps: 3 },
    mapping: data.ints(Int32Array.from({ length: 3 * tuples * digits }, (_, i) => bits(i))),
    taps: data.ints(packPlainTaps(digits)),
    counters: data.ints(
      words((3 * tuples * 2 ** digits) / 4, 0x85ebca6b).map((w) => w & 0x3030303),
    ),
    out: counts,
  });
}
