import type { Engine } from "../engine.ts";
import type { WasmIsa } from "../isa.ts";
import { bytesOf } from "./compile-module.ts";
import { importSharedMemory } from "./import-shared-memory.ts";
import { PAGE_BYTES, pagedMemory } from "./wasm-engine.ts";
import type { WasmSource } from "./wasm-source.ts";

const MOST_PAGES = 65536;

/** The tape interpreter over a shared memory, as thread 0 of `threads`. */
export interface SharedWasmEngine extends Engine {
  /** Thread 0's part of an instruction on which `run` or `resume` waits. */
  runPiece(tape: number, index: number, piece: number, pieces: number): void;
  /** Goes on behind the instruction whose pieces have been run; returns what `run` does: a status, or −n where n
   *  threads are to share an instruction. */
  resume(tape: number, end: number): number;
}

/** Between how many threads an instruction is split. */
export interface SharingRule {
  readonly threads: number;
  /** Vector operations that each is to get at least. */
  readonly stepsOfAThread: number;
}

/**
 * Compiles a module so that it imports a shared memory.
 *
 * @throws Error for a module that is already compiled.
 */
export async function compileSharedModule(source: WasmSource): Promise<WebAssembly.Module> {
  const bytes = bytesOf(typeof source === "function" ? source() : source);
  if (bytes === undefined) {
    throw new Error("a compiled module cannot share memory: give the bytes of the .wasm file");
  }
  return WebAssembly.compile(importSharedMemory(bytes, MOST_PAGES));
}

/** Reserves memory that threads share. Throws an Error where the host has none. */
export function sharedMemory(initialBytes: number, maximumBytes: number): WebAssembly.Memory {
  try {
    const [initial, maximum] = [initialBytes, maximumBytes].map((n) => Math.ceil(n / PAGE_BYTES));
    return new WebAssembly.Memory({ initial, maximum, shared: true });
  } catch (cause) {
    throw new Error(`no shared memory of ${maximumBytes} bytes: give a smaller maximumBytes`, {
      cause,
    });
  }
}

export async function sharedWasmEngine(
  isa: WasmIsa,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  { threads, stepsOfAThread }: SharingRule,
): Promise<SharedWasmEngine> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const { enlist, run, resume, runPiece } = exports;
  if (
    typeof enlist !== "function" ||
    typeof run !== "function" ||
    typeof resume !== "function" ||
    typeof runPiece !== "function"
  ) {
    throw new Error("the module does not export enlist, run, resume and runPiece");
  }
  enlist(0, threads, stepsOfAThread);
  return {
    isa,
    memory: pagedMemory(memory),
    run: (tape, end) => Number(run(tape, end)),
    resume: (tape, end) => Number(resume(tape, end)),
    runPiece: (tape, index, piece, pieces) => runPiece(tape, index, piece, pieces),
  };
}
