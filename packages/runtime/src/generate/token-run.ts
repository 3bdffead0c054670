import { type Tape, TapeBuilder } from "@bnnkit/kernels";
import type { Addresses, Instruction, Rows } from "../compile/value.ts";
import { writeInstructions } from "../compile/write-instructions.ts";
import type { Arena } from "../memory/arena.ts";
import { offsetIn } from "../memory/offset-in.ts";
import { placeRows } from "../memory/place-rows.ts";
import { putPositions } from "../memory/put-positions.ts";
import type { TokenProgram } from "./token-program.ts";

/** A token of a text. */
export interface TokenRow {
  readonly text: number;
  readonly position: number;
  readonly id: number;
}

/** Most tokens at once: enough for whole tiles of products, and their scores stay few megabytes. */
const mostRows = 32;

/** The keys and values of some texts, each of which grows token by token. A row computes the same whatever rows are beside it. */
export class TokenRun {
  /** Most rows at once. */
  readonly capacity: number;
  readonly #program: TokenProgram;
  readonly #arena: Arena;
  readonly #memory: RunMemory;
  /** First row of the caches of each text. */
  readonly #starts: readonly number[];
  readonly #scoring: Tape;
  readonly #caching: Tape;

  /** @param lengths  Most tokens of each text.
   *  @throws RangeError if the arena is too small. */
  constructor(program: TokenProgram, lengths: readonly number[], arena: Arena) {
    const total = lengths.reduce((sum, length) => sum + length, 0);
    this.capacity = Math.min(mostRows, total);
    this.#program = program;
    this.#arena = arena;
    this.#starts = lengths.map((_, text) => lengths.slice(0, text).reduce((a, b) => a + b, 0));
    this.#memory = allocateMemory(program, arena, {
      ...{ rows: this.capacity, slots: total, maximumKeys: Math.max(...lengths) },
    });
    this.#scoring = this.#write(program.instructions);
    this.#caching = this.#write(program.untilCached);
  }

  /** Computes rows, and keeps their keys and values: of each text the tokens one after the other, of all at most `capacity`. */
  keep(rows: readonly TokenRow[]): void {
    this.#put(rows);
    this.#arena.run(this.#caching);
  }

  /** The same, with the scores of the words that may follow each row.
   *  @returns float32 [rows, vocabularySize], valid until the next call. */
  score(rows: readonly TokenRow[]): Float32Array {
    this.#put(rows);
    this.#arena.run(this.#scoring);
    const { scores, vocabularySize } = this.#program;
    const offset = offsetIn(this.#memory.offsets, scores);
    return this.#arena.kernels.float32(offset, rows.length * vocabularySize);
  }

  #put(rows: readonly TokenRow[]): void {
    const { count, ids, positions, slots, keyStart, keyCount } = this.#memory;
    const { kernels } = this.#arena;
    const put = (offset: number, ofRow: (row: TokenRow) => number): void => {
      kernels.int32(offset, rows.length).set(rows.map(ofRow));
    };
    kernels.int32(count, 1)[0] = rows.length;
    put(ids, ({ id }) => id);
    put(positions, ({ position }) => position);
    put(slots, ({ text, position }) => this.#starts[text] + position);
    put(keyStart, ({ text }) => this.#starts[text]);
    put(keyCount, ({ position }) => position + 1);
  }

  #write(instructions: readonly Instruction[]): Tape {
    const {
      count,
      ids,
      positions,
      slots,
      keyStart,
      keyCount,
      maximumKeys,
      positionTable,
      offsets,
    } = this.#memory;
    const keys = { keyStart, keyCount, maximumKeys };
    const addresses: Addresses = {
      ...{ rows: () => count, ids, positions, slots, positionTable },
      ...{ allKeys: keys, earlierKeys: keys, offset: (rows) => offsetIn(offsets, rows) },
    };
    const tape = new TapeBuilder(this.#arena.kernels);
    writeInstructions(tape, instructions, addresses);
    return tape.build();
  }
}

interface RunMemory extends Pick<Addresses, "ids" | "positions" | "slots" | "positionTable"> {
  /** The cell with the number of rows. */
  readonly count: number;
  readonly keyStart: number;
  readonly keyCount: number;
  readonly maximumKeys: number;
  readonly offsets: ReadonlyMap<Rows, number>;
}

interface RunSize {
  readonly rows: number;
  readonly slots: number;
  readonly maximumKeys: number;
}

function allocateMemory(
  { instructions, caches, positionTables }: TokenProgram,
  arena: Arena,
  { rows, slots, maximumKeys }: RunSize,
): RunMemory {
  const { allocate } = arena;
  const perRow = () => allocate(4 * rows);
  const placed = new Map(
    caches.map((cache) => [cache, allocate(slots * cache.bytesPerRow)] as const),
  );
  return {
    count: allocate(4),
    ids: perRow(),
    positions: perRow(),
    slots: perRow(),
    keyStart: perRow(),
    keyCount: perRow(),
    maximumKeys,
    positionTable: putPositions(positionTables, maximumKeys, arena),
    offsets: placeRows(instructions, { rows: () => rows, placed, allocate }),
  };
}
