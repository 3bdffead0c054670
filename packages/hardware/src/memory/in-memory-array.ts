import { addFigures, exactFigure, type Figure, scaleFigure } from "../figure.ts";
import { type EngineAccesses, engineAccesses } from "../units/engine-accesses.ts";
import { outputWordBits } from "../units/engine-constants.ts";
import { constantWords } from "../units/engine-control.ts";
import {
  activationWords,
  enginePassCycles,
  enginePasses,
  type SharedEngineConfig,
  wordNumbers,
} from "../units/engine-passes.ts";
import type { WordsByWidth } from "./memory-shape.ts";
import { memoryArea, type OnChipMemory, onChipMemory } from "./on-chip-memory.ts";

/** A memory of an array, and what it is made of. */
export interface ArrayMemory extends WordsByWidth {
  readonly holds: "weights" | "numbers" | "constants";
  readonly made: OnChipMemory;
}

/** A pass of an array: its clocks, what it reads and writes, and the energy of that. */
export interface ArrayPass {
  readonly cycles: number;
  readonly accesses: EngineAccesses;
  readonly energyPj: Figure;
}

/** Memories in whose columns sums are counted, row by row. */
export interface InMemoryArray {
  readonly memories: readonly ArrayMemory[];
  readonly areaUm2: Figure;
  /** Of a sample: accesses alone, without the gates of columns. */
  readonly energyPj: Figure;
  readonly passes: readonly ArrayPass[];
}

/**
 * The memories of an engine that takes a number of the input a step and reads a row of weights for it, a bit for each of its columns (K. Ando et al., BRein
 * Memory, JSSC 2018): area and energies of macros of IHP SG13G2 at 130 nm and 1.2 V, accesses and clocks exact.
 *
 * A row is priced as a read of the macros that hold it: of bit lines that are summed up in place, without sense amplifiers that drive a word out of the
 * array, there are no data, so that it is an upper bound. Memories below 256 bits are flip-flops, whose reads are gates.
 *
 * @throws RangeError for an engine with more than one lane.
 */
export function inMemoryArray(config: SharedEngineConfig): InMemoryArray {
  checkArray("inMemoryArray", config);
  const memories = memoriesOf(config);
  const cycles = enginePassCycles(config);
  const passes = engineAccesses(config).map((accesses, i): ArrayPass => {
    const energyPj = addFigures(memories.flatMap((memory) => energyOf(memory, accesses)));
    return { cycles: cycles[i], accesses, energyPj };
  });
  return {
    ...{ memories, passes },
    areaUm2: memoryArea(memories.map(({ made }) => made)),
    energyPj: addFigures(passes.map(({ energyPj }) => energyPj)),
  };
}

/** @throws RangeError unless an engine takes a number of the input at a time. */
export function checkArray(where: string, { simd }: Pick<SharedEngineConfig, "simd">): void {
  if (simd === 1) return;
  throw new RangeError(
    `${where}: simd must be 1: a memory that sums up its rows takes a number of the input at a time, got ${simd}`,
  );
}

function memoriesOf(config: SharedEngineConfig): readonly ArrayMemory[] {
  const { pe, weightBits, input } = config;
  const count = (words: readonly number[]): number => words.reduce((sum, n) => sum + n, 0);
  const constants = constantWords(config);
  const [even, odd] = activationWords(enginePasses(config));
  const shapes = [
    { holds: "weights", words: count(constants.weights), width: pe * weightBits },
    { holds: "numbers", words: even + odd, width: wordNumbers(config) * input.bits },
    { holds: "constants", words: count(constants.outputs), width: pe * outputWordBits(config) },
  ] as const;
  return shapes
    .filter(({ words, width }) => words * width > 0)
    .map((shape) => ({ ...shape, made: onChipMemory(shape) }));
}

function energyOf({ holds, made }: ArrayMemory, accesses: EngineAccesses): readonly Figure[] {
  if (made.made === "flip-flops") return [exactFigure(0, "flip-flops: reads are gates")];
  const { weightReads, numberReads, numberWrites, constantReads } = accesses;
  switch (holds) {
    case "weights":
      return [scaleFigure(made.readPj, weightReads)];
    case "constants":
      return [scaleFigure(made.readPj, constantReads)];
    case "numbers":
      return [scaleFigure(made.readPj, numberReads), scaleFigure(made.writePj, numberWrites)];
  }
}
