import { type Cell, type Kernels, SLICE_SAMPLES, type Tape, TapeBuilder } from "@bnnkit/kernels";
import {
  type Addresses,
  bytesOfRows,
  type PixelRows,
  type RowSpace,
  type Rows,
} from "../compile/value.ts";
import { writeInstructions } from "../compile/write-instructions.ts";
import { offsetIn } from "../memory/offset-in.ts";
import { placeRows } from "../memory/place-rows.ts";
import { type ForwardProgram, rowsPerSample } from "./forward-program.ts";

/** Memory that the values of a batch take at most, unless one sample takes more. */
const batchBytes = 2 ** 24;
/** More samples at once are no faster. */
const mostSamples = 64;

/** The same of values that are cut into slices, which are read at random: what a core's own cache holds or little more. */
const slicedBatchBytes = 2 ** 21;
/** Blocks of slices. */
const mostBlocks = 8;
/** Blocks that gates take together. */
const blocksTogether = 4;

/** A program with memory for a batch, laid out and written as a tape once. */
export class ForwardRun {
  /** Samples that are run at once. */
  readonly capacity: number;
  readonly #kernels: Kernels;
  readonly #program: ForwardProgram;
  readonly #tape: Tape;
  readonly #counts: ReadonlyMap<RowSpace, Cell>;
  readonly #offsets: ReadonlyMap<Rows, number>;
  readonly #pixelRows = new Map<RowSpace, PixelRows>();

  /** @throws RangeError if the arena is too small for one sample. */
  constructor(kernels: Kernels, program: ForwardProgram) {
    this.#kernels = kernels;
    this.#program = program;
    this.capacity = capacityOf(program);
    const allocate = (byteLength: number) => kernels.allocate(Math.max(16, byteLength));
    this.#offsets = placeAll(program, this.capacity, allocate);
    const rowsOf = [...this.#offsets.keys()].map(({ space }) => space);
    const spaces = new Set([program.samples, ...rowsOf]);
    this.#counts = new Map([...spaces].map((space) => [space, allocate(4)]));
    this.#tape = this.#write();
  }

  /** Runs samples that lie one behind the other.
   *  @param pixels  of at most `capacity` samples, as many numbers as the input has for each
   *  @returns float32 [samples · rows of the output, features], a copy. */
  run(pixels: Uint8Array | Int8Array | Float32Array, samples: number): Float32Array {
    const kernels = this.#kernels;
    const { output, outputType } = this.#program;
    for (const [space, cell] of this.#counts) {
      kernels.int32(cell, 1)[0] = samples * rowsPerSample(space);
    }
    this.#put(pixels);
    kernels.run(this.#tape);
    const length = samples * rowsPerSample(output.space) * outputType.features;
    return kernels.float32(offsetIn(this.#offsets, output), length).slice();
  }

  #put(pixels: Uint8Array | Int8Array | Float32Array): void {
    const kernels = this.#kernels;
    const { pixels: codes, numbers, input } = this.#program;
    if (codes !== undefined) {
      const bytes = new Int8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
      kernels.int8(offsetIn(this.#offsets, codes), bytes.length).set(bytes);
    }
    if (numbers === undefined) return;
    const [{ scale = 1, offset = 0 }] = input.code;
    const floats = kernels.float32(offsetIn(this.#offsets, numbers), pixels.length);
    if (scale === 1 && offset === 0) floats.set(pixels);
    else
      for (let i = 0; i < pixels.length; i++)
        floats[i] = Number(offset) + Number(scale) * pixels[i];
  }

  /** Names of the operations that it runs. */
  get operations(): ReadonlySet<string> {
    return new Set(this.#tape.operations);
  }

  #write(): Tape {
    const tape = new TapeBuilder(this.#kernels);
    const offset = (rows: Rows) => offsetIn(this.#offsets, rows);
    const addresses = {
      ...noSequences,
      offset,
      rows: (space: RowSpace) => this.#count(space),
      pixels: (space: RowSpace) => this.#pixels(space),
    };
    writeInstructions(tape, this.#program.instructions, addresses);
    return tape.build();
  }

  /** Which pixel each row of a space is, and which rows are of the same map; the same for all batches. */
  #pixels(space: RowSpace): PixelRows {
    const known = this.#pixelRows.get(space);
    if (known !== undefined) return known;
    const pixels = rowsPerSample(space);
    const ints = (ofRow: (row: number) => number): number => {
      const values = Int32Array.from({ length: this.capacity * pixels }, (_, row) => ofRow(row));
      const offset = this.#kernels.allocate(Math.max(16, values.byteLength));
      this.#kernels.int32(offset, values.length).set(values);
      return offset;
    };
    const rows: PixelRows = {
      positions: ints((row) => row % pixels),
      keys: {
        keyStart: ints((row) => row - (row % pixels)),
        keyCount: ints(() => pixels),
        maximumKeys: pixels,
      },
    };
    this.#pixelRows.set(space, rows);
    return rows;
  }

  #count(space: RowSpace): Cell {
    const cell = this.#counts.get(space);
    if (cell === undefined) throw new RangeError(`ForwardRun: "${space.name}" has no rows`);
    return cell;
  }
}

/** What a graph over maps never asks for. */
const noSequences: Pick<
  Addresses,
  "ids" | "positions" | "positionTable" | "allKeys" | "earlierKeys" | "slots"
> = {
  ids: 0,
  positions: 0,
  positionTable: () => 0,
  allKeys: { keyStart: 0, keyCount: 0, maximumKeys: 0 },
  earlierKeys: { keyStart: 0, keyCount: 0, maximumKeys: 0 },
  slots: 0,
};

/** As many samples as fit; of slices as many blocks. */
function capacityOf(program: ForwardProgram): number {
  const isSliced = program.instructions.some(({ writes }) =>
    writes.some(({ slices }) => slices !== undefined),
  );
  if (!isSliced) {
    const most = Math.floor(batchBytes / bytesOfSamples(program, 1));
    return Math.max(1, Math.min(mostSamples, most));
  }
  const blocks = Math.floor(slicedBatchBytes / bytesOfSamples(program, SLICE_SAMPLES));
  const most = Math.max(1, Math.min(mostBlocks, blocks));
  return SLICE_SAMPLES * (most > blocksTogether ? most - (most % blocksTogether) : most);
}

/** Bytes of the values of so many samples, counted by laying them out nowhere. */
function bytesOfSamples(program: ForwardProgram, samples: number): number {
  let sum = 0;
  placeAll(program, samples, (byteLength) => {
    sum += byteLength;
    return 0;
  });
  return sum;
}

function placeAll(
  { instructions, pixels, numbers, output }: ForwardProgram,
  samples: number,
  allocate: (byteLength: number) => number,
): ReadonlyMap<Rows, number> {
  const bytesOf = (rows: Rows) => bytesOfRows(rows, samples * rowsPerSample(rows.space));
  const kept = new Set([pixels, numbers, output].filter((rows) => rows !== undefined));
  const placed = new Map([...kept].map((rows) => [rows, allocate(bytesOf(rows))] as const));
  return placeRows(instructions, {
    rows: (space) => samples * rowsPerSample(space),
    placed,
    allocate,
  });
}
