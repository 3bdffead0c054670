import type { Isa } from "../isa.ts";
import type { Outcome } from "../js/outcome.ts";
import type { Operands } from "../js/words.ts";
import type { KernelChoice } from "../tune/kernel-choice.ts";
import type { SimdKernel } from "./simd-kernel.ts";
import type { Split } from "./split.ts";

/** What one operation of a tape is. Its SIMD arithmetic is the function of its name in `assembly/operators`. */
export interface Operation<O> {
  /** How an instruction names it, see `assembly/dispatch.generated.ts`. */
  readonly opcode: number;
  /** Checks operands and says what stands on the tape. `where` is the operation's name, for errors. */
  instruction(where: string, operands: O, target: Target): Instruction;
  readonly js: JsKernel;
  /** The kernels of both WebAssembly modules, for people. Products of bits leave it to the choice of kernels. */
  readonly simd: readonly SimdKernel[];
}

/** What an instruction is written for. */
export interface Target {
  readonly isa: Isa;
  readonly choice: KernelChoice | undefined;
}

/** One operation with its operands, as a tape holds it. */
export interface Instruction {
  /** The operands, as 32-bit words. */
  readonly words: readonly number[];
  /** How threads can share it; absent where they cannot. */
  readonly split?: Split;
  /** Scratch memory that each thread needs. Default 0. */
  readonly scratchBytes?: number;
}

/** Runs an instruction in plain JavaScript; `scratch` counts words. */
export type JsKernel =
  | ((operands: Operands, scratch: number) => Outcome)
  | ((operands: Operands, scratch: number) => void);
