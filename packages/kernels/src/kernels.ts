/// <reference lib="esnext.disposable" preserve="true" />
import type { Isa } from "./isa.ts";
import type { OperationName } from "./tape/operations/index.ts";
import type { Tape } from "./tape/tape.ts";
import type { WorkerUrl } from "./threads/worker-url.ts";
import type { KernelChoice } from "./tune/kernel-choice.ts";
import type { WasmFiles } from "./wasm/wasm-source.ts";

/** Options of {@link createKernels}. */
export interface KernelsOptions {
  /** Demand one instruction set. Default: the first of {@link instructionSets} that validates and proves itself here. */
  readonly isa?: Isa;
  /** Size of the arena at the start, in bytes. Default 1 MiB. */
  readonly initialBytes?: number;
  /** Size the arena never exceeds, in bytes. Default 2 GiB. */
  readonly maximumBytes?: number;
  /** Threads that share the work of a tape, the calling one among them: 1 … 64, or "all" for one on each core. Default 1.
   *  Where WebAssembly cannot be shared between workers one thread runs, and {@link Kernels.explain} says why. */
  readonly threads?: number | "all";
  /** Where a browser finds the file `@bnnkit/kernels/worker`, for pages whose Content-Security-Policy allows no workers from
   *  `blob:` or demands Trusted Types: of the page's own origin, served with `Cross-Origin-Embedder-Policy: require-corp`.
   *  Under Trusted Types the policy `bnnkit` lets it through, unless it is a TrustedScriptURL already. Node needs none.
   *  Default: the program's text, as a blob. */
  readonly workerUrl?: WorkerUrl;
  /** Throw where the kernels would fall back: without WebAssembly, with a module that computes wrong results, or where
   *  the instruction set of `choice` is not to be had. Default false. */
  readonly strict?: boolean;
  /** Time the kernels that can stand in for one another, for about so long, and keep the fastest for each bucket of
   *  shapes, see {@link Kernels.choice}. The caller waits meanwhile. Default: a rule decides. */
  readonly tune?: { readonly budgetMilliseconds: number };
  /** What `tune` found before. Nothing is timed. */
  readonly choice?: KernelChoice;
  /** WebAssembly modules in the stead of the inlined ones: bytes of this package's `.wasm` files, or what they compile
   *  to. Instruction sets without a file are not tried. */
  readonly wasm?: WasmFiles;
}

/** Which kernel runs an operation, and why. */
export interface KernelReport {
  readonly operation: OperationName;
  /** The sizes that it runs on. */
  readonly shape: string;
  /** `<op>_<mr>x<nr>__<isa>`: mr rows times nr columns held in registers; `c16` behind them where trees of adders take
   *  sixteen bytes. */
  readonly kernel: string;
  readonly reason: string;
  /** Time of the next best kernel divided by this one's, where that was measured. */
  readonly gain?: number;
}

/**
 * An arena of linear memory and the machine that runs tapes over it.
 *
 * Every offset is in bytes from the start of the arena. Offset 0 is never allocated: it means "absent".
 */
export interface Kernels {
  readonly isa: Isa;
  /** Threads that share the work of a tape. Results are the same for every number. */
  readonly threads: number;
  /** Which kernels run on which shapes, as `tune` found or as it was given; undefined where the rule decides. JSON. */
  readonly choice: KernelChoice | undefined;
  /** Reserves `byteLength` bytes, 16-byte aligned, and returns their offset. The arena grows when it must;
   *  the contents are not cleared. Throws RangeError when `maximumBytes` would be exceeded. */
  allocate(byteLength: number): number;
  /** The current top of the arena, to be given to {@link release}. */
  mark(): number;
  /** Frees everything allocated since `mark` was taken (stack discipline), tapes built since included. */
  release(mark: number): void;
  /** A view of the arena. Any later `allocate` may grow the arena and detach it, so views are never kept. With several
   *  threads it lies over a SharedArrayBuffer, of which some interfaces, as TextDecoder, want a copy: `slice()`. */
  float32(offset: number, length: number): Float32Array;
  int32(offset: number, length: number): Int32Array;
  uint32(offset: number, length: number): Uint32Array;
  int8(offset: number, length: number): Int8Array;
  /** Runs a tape: one crossing into WebAssembly. Throws RangeError when an operation met NaN logits or
   *  more keys than declared, Error when a thread failed; what the tape wrote until then stays in the arena. */
  run(tape: Tape): void;
  /** One report per operation of the tape and range of shapes. */
  explain(): readonly KernelReport[];
  /** Lets go of the arena and ends the threads. Idempotent; any later use throws Error. */
  dispose(): void;
  [Symbol.dispose](): void;
}
