import { Arena } from "./arena.ts";
import type { Engine } from "./engine.ts";
import type { Isa } from "./isa.ts";
import { reportKernels } from "./kernel-reports.ts";
import type { KernelReport, Kernels } from "./kernels.ts";
import {
  HEADER_WORDS,
  STATUS_INSTRUCTION,
  STATUS_LOGITS_NOT_FINITE,
  STATUS_ROW,
  STATUS_TOO_MANY_KEYS,
  THREAD_BLOCK_BYTES,
} from "./tape/layout.ts";
import type { Tape } from "./tape/tape.ts";
import type { KernelChoice } from "./tune/kernel-choice.ts";

/** An engine with its arena. */
export class TapeKernels implements Kernels {
  readonly isa: Isa;
  readonly choice: KernelChoice | undefined;
  readonly threads: number;
  readonly #reason: string;
  #alive: { readonly engine: Engine; readonly arena: Arena } | undefined;

  /** @param reason  Why this engine was chosen, for {@link explain}. */
  constructor(engine: Engine, maximumBytes: number, reason: string, choice?: KernelChoice) {
    this.isa = engine.isa;
    this.choice = choice;
    this.#reason = reason;
    this.threads = engine.sharing?.threads ?? 1;
    const keptBytes = this.threads === 1 ? 0 : this.threads * THREAD_BLOCK_BYTES;
    this.#alive = { engine, arena: new Arena(engine.memory, maximumBytes, keptBytes) };
  }

  allocate(byteLength: number): number {
    return this.#use("allocate").arena.allocate(byteLength);
  }

  mark(): number {
    return this.#use("mark").arena.top;
  }

  release(mark: number): void {
    this.#use("release").arena.release(mark);
  }

  float32(offset: number, length: number): Float32Array {
    return new Float32Array(this.#use("float32").arena.buffer, offset, length);
  }

  int32(offset: number, length: number): Int32Array {
    return new Int32Array(this.#use("int32").arena.buffer, offset, length);
  }

  uint32(offset: number, length: number): Uint32Array {
    return new Uint32Array(this.#use("uint32").arena.buffer, offset, length);
  }

  int8(offset: number, length: number): Int8Array {
    return new Int8Array(this.#use("int8").arena.buffer, offset, length);
  }

  run(tape: Tape): void {
    const { engine, arena } = this.#use("run");
    const end = tape.offset + tape.byteLength;
    if (end > arena.top) {
      throw new RangeError(`run: the tape (bytes ${tape.offset} to ${end}) has been released`);
    }
    const status = engine.run(tape.offset, end);
    if (status !== 0) throw stopError(status, arena.buffer, tape);
  }

  explain(): readonly KernelReport[] {
    const { sharing } = this.#use("explain").engine;
    const reason = sharing === undefined ? this.#reason : `${this.#reason}; ${sharing.explain()}`;
    return reportKernels(this.isa, reason, this.choice);
  }

  dispose(): void {
    this.#alive?.engine.sharing?.dispose();
    this.#alive = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #use(where: string): { readonly engine: Engine; readonly arena: Arena } {
    if (this.#alive === undefined) throw new Error(`${where}: the kernels have been disposed`);
    return this.#alive;
  }
}

function stopError(status: number, buffer: ArrayBufferLike, tape: Tape): Error {
  const header = new Int32Array(buffer, tape.offset, HEADER_WORDS);
  const where = `run: ${operationAt(header[STATUS_INSTRUCTION], buffer, tape)}`;
  const row = header[STATUS_ROW];
  switch (status) {
    case STATUS_LOGITS_NOT_FINITE:
      return new RangeError(`${where}: logits of row ${row} must hold no NaN and a finite maximum`);
    case STATUS_TOO_MANY_KEYS:
      return new RangeError(`${where}: keyCount[${row}] must be in 0 … maximumKeys`);
    default:
      return new Error(`${where}: the tape is damaged (status ${status})`);
  }
}

/** The name and the number of the instruction that starts `byteOffset` bytes behind the header's start. */
function operationAt(byteOffset: number, buffer: ArrayBufferLike, tape: Tape): string {
  const words = new Int32Array(buffer, tape.offset, tape.byteLength / 4);
  let index = 0;
  for (let at = HEADER_WORDS; at < byteOffset / 4; at += words[at] >>> 16) index++;
  return `${tape.operations[index]} (instruction ${index})`;
}
