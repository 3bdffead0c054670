import type { Kernels } from "../kernels.ts";
import type { KernelChoice } from "../tune/kernel-choice.ts";
import { HEADER_WORDS, SCRATCH, SCRATCH_BYTES } from "./layout.ts";
import {
  type OperandsByName,
  type OperationName,
  operationNames,
  operations,
} from "./operations/index.ts";
import { splitWords } from "./split.ts";
import type { Tape } from "./tape.ts";

/** One method for each operation, of its name. */
type Methods = {
  readonly [Name in OperationName]: (operands: OperandsByName[Name]) => TapeBuilder;
};

export interface TapeBuilder extends Methods {}

/**
 * Writes a tape, one method per operation, in the order they are to run.
 *
 * Offsets and sizes are checked here, once: TypeError for what is not a number, RangeError for an offset that is
 * absent, negative or not a multiple of 4 (int8 operands may start anywhere), and for a size that is not positive.
 * That an operand lies inside what was allocated for it is the caller's business.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the class gives itself these methods, one for each operation.
export class TapeBuilder {
  readonly #kernels: Kernels;
  readonly #choice: KernelChoice | undefined;
  readonly #words: number[] = [];
  readonly #operations: OperationName[] = [];
  #scratchBytes = 0;

  static {
    for (const name of operationNames) TapeBuilder.#define(name);
  }

  /** @param choice  Which kernels the tape takes; those of `kernels` unless it is given. */
  constructor(kernels: Kernels, choice: KernelChoice | undefined = kernels.choice) {
    this.#kernels = kernels;
    this.#choice = choice;
  }

  /** The operations so far, in order. */
  get operations(): readonly OperationName[] {
    return this.#operations;
  }

  /** Writes the tape and its scratch memory into the arena. The builder may go on and build a longer tape later. */
  build(): Tape {
    const { threads } = this.#kernels;
    const bytes = threads === 1 ? this.#scratchBytes : wholeCacheLines(this.#scratchBytes);
    const scratch = bytes === 0 ? 0 : this.#kernels.allocate(threads * bytes);
    const length = HEADER_WORDS + this.#words.length;
    const offset = this.#kernels.allocate(4 * length);
    const view = this.#kernels.int32(offset, length);
    view.fill(0, 0, HEADER_WORDS);
    view[SCRATCH] = scratch;
    view[SCRATCH_BYTES] = bytes;
    view.set(this.#words, HEADER_WORDS);
    return { offset, byteLength: 4 * length, operations: [...this.#operations] };
  }

  static #define<Name extends OperationName>(name: Name): void {
    Object.defineProperty(TapeBuilder.prototype, name, {
      value(this: TapeBuilder, operands: OperandsByName[Name]): TapeBuilder {
        return this.#emit(name, operands);
      },
    });
  }

  #emit<Name extends OperationName>(name: Name, operands: OperandsByName[Name]): this {
    const { opcode, instruction } = operations[name];
    const target = { isa: this.#kernels.isa, choice: this.#choice };
    const { words, split, scratchBytes = 0 } = instruction(name, operands, target);
    const all = [...splitWords(name, split), ...words];
    this.#words.push(opcode | ((all.length + 1) << 16), ...all);
    this.#operations.push(name);
    this.#scratchBytes = Math.max(this.#scratchBytes, scratchBytes);
    return this;
  }
}

/** Scratch memory of one thread is no neighbour of another's within a cache line, nor in the one fetched with it. */
function wholeCacheLines(byteLength: number): number {
  return 128 * Math.ceil(byteLength / 128);
}
