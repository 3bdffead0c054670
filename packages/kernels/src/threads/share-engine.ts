import type { Engine, Sharing } from "../engine.ts";
import { GOLDEN_BYTES, proveEngine } from "../golden/prove-engine.ts";
import {
  LONG_INSTRUCTION,
  RESERVED_BYTES,
  SLACK_BYTES,
  THREAD_BLOCK_BYTES,
} from "../tape/layout.ts";
import {
  compileSharedModule,
  type SharedWasmEngine,
  sharedMemory,
  sharedWasmEngine,
} from "../wasm/shared-wasm-engine.ts";
import type { WasmSource } from "../wasm/wasm-source.ts";
import { Crew } from "./crew.ts";
import type { WorkerUrl } from "./worker-url.ts";

/**
 * Vector operations, of which a core does some six in a nanosecond, that a thread must get. To hand an instruction over
 * and wait for its end costs as much as 2400; measured with two threads, twice 8000 take 0.65 of the time of one.
 */
const STEPS_OF_A_THREAD = 8000;

/** The threads and the memory that they share. */
export interface SharingOptions {
  readonly threads: number;
  readonly initialBytes: number;
  readonly maximumBytes: number;
  /** The module that the engine runs; none for JavaScript. */
  readonly source: WasmSource | undefined;
  readonly workerUrl?: WorkerUrl | undefined;
  /** Default 8000. */
  readonly stepsOfAThread?: number;
}

/**
 * An engine as the given one, on several threads over a shared memory; where that cannot be, the given one, which then
 * explains why.
 */
export async function shareEngine(engine: Engine, options: SharingOptions): Promise<Engine> {
  if (options.threads === 1) return engine;
  try {
    return await startSharing(engine, options);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...engine, sharing: oneThread(why) };
  }
}

async function startSharing(
  { isa }: Engine,
  {
    threads,
    initialBytes,
    maximumBytes,
    source,
    workerUrl,
    stepsOfAThread = STEPS_OF_A_THREAD,
  }: SharingOptions,
): Promise<Engine> {
  if (isa === "js" || source === undefined) throw new Error("JavaScript kernels share no memory");
  checkSharing();
  if (maximumBytes < RESERVED_BYTES + threads * THREAD_BLOCK_BYTES + SLACK_BYTES) {
    throw new Error(`maximumBytes (${maximumBytes}) is too small`);
  }
  const module = await compileSharedModule(source);
  const trial = sharedMemory(GOLDEN_BYTES, GOLDEN_BYTES);
  proveEngine(await sharedWasmEngine(isa, module, trial, { threads: 1, stepsOfAThread }));
  const memory = sharedMemory(initialBytes, maximumBytes);
  const engine = await sharedWasmEngine(isa, module, memory, { threads, stepsOfAThread });
  const crew = await Crew.start({ module, memory, threads }, { workerUrl });
  return sharedEngine(engine, threads, crew);
}

function checkSharing(): void {
  if (typeof SharedArrayBuffer === "undefined" || globalThis.crossOriginIsolated === false) {
    throw new Error(
      "memory cannot be shared: the page is not cross-origin isolated " +
        "(Cross-Origin-Opener-Policy: same-origin, Cross-Origin-Embedder-Policy: require-corp)",
    );
  }
}

/** The engine with its helpers: whatever `run` and `resume` want to share is shared. */
export function sharedEngine(
  engine: SharedWasmEngine,
  threads: number,
  crew: Pick<Crew, "share" | "losses" | "terminate">,
): Engine {
  const { isa, memory, runPiece } = engine;
  const run = (tape: number, end: number): number => {
    let outcome = engine.run(tape, end);
    while (outcome < 0) {
      crew.share(tape, -outcome % LONG_INSTRUCTION, -outcome > LONG_INSTRUCTION, runPiece);
      outcome = engine.resume(tape, end);
    }
    return outcome;
  };
  const sharing: Sharing = {
    threads,
    explain() {
      const { losses } = crew;
      const gone = losses.length === 0 ? "" : `, ${losses.length} lost: ${losses.join("; ")}`;
      return `${threads} threads${gone}`;
    },
    dispose: () => crew.terminate(),
  };
  return { isa, memory, run, sharing };
}

function oneThread(why: string): Sharing {
  return { threads: 1, explain: () => `one thread: ${why}`, dispose: () => undefined };
}
