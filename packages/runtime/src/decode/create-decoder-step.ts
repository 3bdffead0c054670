import { type Tape, TapeBuilder } from "@bnnkit/kernels";
import type { Rows } from "../compile/value.ts";
import { writeInstructions } from "../compile/write-instructions.ts";
import type { Arena } from "../memory/arena.ts";
import { offsetIn } from "../memory/offset-in.ts";
import { placeRows } from "../memory/place-rows.ts";
import { putPositions } from "../memory/put-positions.ts";
import type { DecoderStep, TopTokens } from "../search/search-step.ts";
import type { EncodedBatch } from "./encode-batch.ts";
import { KeyTable } from "./key-table.ts";
import type { Program } from "./program.ts";

export interface DecoderStepOptions {
  /** Most rows of a step: sentences × beam. */
  readonly rows: number;
  /** Most steps. */
  readonly steps: number;
  /** Tokens that each row's top holds. */
  readonly k: number;
}

/** Slots of the cache at first, for each row; it doubles when they are not enough. */
const initialSlotsPerRow = 16;

/** Makes the step function of a batch: one tape run computes all rows from their tokens to their top k,
 *  with keys and values of earlier steps in a cache that reordering never moves. */
export function createDecoderStep(
  program: Program,
  encoded: EncodedBatch,
  options: DecoderStepOptions,
  arena: Arena,
): DecoderStep {
  const { kernels } = arena;
  const { rows, steps, k } = options;
  const { vocabularySize } = program;
  const memory = allocateStepMemory(program, encoded, options, arena);
  const positionTable = putPositions(program.positionTables, steps, arena);
  const firstScores = offsetIn(memory.offsets, program.scores);
  const keys = new KeyTable(rows, steps, rows * Math.min(steps, initialSlotsPerRow));
  let caches = allocateCaches(program, keys.capacity, arena);
  let tape = stepTape(program, { encoded, options, memory, caches, positionTable }, arena);
  let sentences: readonly number[] = [];

  const grow = (needed: number): void => {
    const before = keys.capacity;
    keys.grow(Math.min(Math.max(2 * before, needed), rows * steps));
    const larger = allocateCaches(program, keys.capacity, arena);
    for (const cache of program.caches) {
      const length = (before * cache.bytesPerRow) / 4;
      const from = kernels.float32(offsetIn(caches, cache), length);
      kernels.float32(offsetIn(larger, cache), length).set(from);
    }
    caches = larger;
    tape = stepTape(program, { encoded, options, memory, caches, positionTable }, arena);
  };

  return (parents, tokens): TopTokens => {
    const step = keys.length;
    sentences = step === 0 ? [...parents] : parents.map((parent) => sentences[parent]);
    const needed = keys.reorder(parents);
    if (needed > keys.capacity) grow(needed);
    const count = parents.length;
    kernels.int32(memory.rows, 1)[0] = count;
    kernels.int32(memory.ids, count).set(tokens);
    kernels.int32(memory.positions, count).fill(step);
    kernels.int32(memory.sourceStart, count).set(sentences.map((s) => encoded.starts[s]));
    kernels.int32(memory.sourceCount, count).set(sentences.map((s) => encoded.lengths[s]));
    kernels.int32(memory.ownCount, count).fill(step + 1);
    keys.append(count, kernels.int32(memory.slots, count));
    kernels.int32(memory.keyIndex, count * steps).set(keys.table.subarray(0, count * steps));
    arena.run(tape);
    return {
      ids: kernels.int32(memory.topIds, count * k),
      logProbabilities: kernels.float32(memory.topLogProbabilities, count * k),
      logits: (row) => kernels.float32(firstScores + 4 * row * vocabularySize, vocabularySize),
    };
  };
}

/** Offsets of everything in a step that does not depend on the size of the cache. */
interface StepMemory {
  readonly rows: number;
  readonly ids: number;
  readonly positions: number;
  readonly sourceStart: number;
  readonly sourceCount: number;
  readonly ownCount: number;
  readonly slots: number;
  readonly keyIndex: number;
  readonly topIds: number;
  readonly topLogProbabilities: number;
  readonly offsets: ReadonlyMap<Rows, number>;
}

function allocateStepMemory(
  { target }: Program,
  { offsets }: EncodedBatch,
  { rows, steps, k }: DecoderStepOptions,
  { allocate }: Arena,
): StepMemory {
  const perRow = () => allocate(4 * rows);
  return {
    rows: allocate(4),
    ids: perRow(),
    positions: perRow(),
    sourceStart: perRow(),
    sourceCount: perRow(),
    ownCount: perRow(),
    slots: perRow(),
    keyIndex: allocate(4 * rows * steps),
    topIds: allocate(4 * rows * k),
    topLogProbabilities: allocate(4 * rows * k),
    offsets: placeRows(target, { rows: () => rows, placed: offsets, allocate }),
  };
}

function allocateCaches(
  { caches }: Program,
  slots: number,
  { allocate }: Arena,
): ReadonlyMap<Rows, number> {
  return new Map(caches.map((cache) => [cache, allocate(slots * cache.bytesPerRow)] as const));
}

interface StepParts {
  readonly encoded: EncodedBatch;
  readonly options: DecoderStepOptions;
  readonly memory: StepMemory;
  readonly caches: ReadonlyMap<Rows, number>;
  readonly positionTable: (features: number) => number;
}

function stepTape(
  { target, scores, vocabularySize }: Program,
  { encoded, options, memory, caches, positionTable }: StepParts,
  { kernels }: Arena,
): Tape {
  const { rows, ids, positions, slots, keyIndex, topIds, topLogProbabilities } = memory;
  const offsets = new Map([...memory.offsets, ...caches]);
  const addresses = {
    rows: () => rows,
    ids,
    positions,
    slots,
    positionTable,
    allKeys: {
      keyStart: memory.sourceStart,
      keyCount: memory.sourceCount,
      maximumKeys: Math.max(...encoded.lengths),
    },
    earlierKeys: {
      keyIndex,
      keyIndexStride: options.steps,
      keyCount: memory.ownCount,
      maximumKeys: options.steps,
    },
    offset: (rows: Rows) => offsetIn(offsets, rows),
  };
  const tape = new TapeBuilder(kernels);
  writeInstructions(tape, target, addresses);
  tape.logSoftmaxTopK({
    logits: offsetIn(offsets, scores),
    rows,
    vocabularySize,
    k: options.k,
    outIds: topIds,
    outLogProbabilities: topLogProbabilities,
  });
  return tape.build();
}
