import {
  AWAITED,
  BROKEN,
  BUSY,
  CLAIMED,
  IDLE,
  PARKED,
  PIECES,
  stateOf,
  TAPE,
  WORK,
} from "./control.ts";
import { helperProgram } from "./helper-program.generated.ts";
import type { HelperSetup } from "./helper-setup.ts";
import { type StartedWorker, startWorker } from "./start-worker.ts";
import type { WorkerUrl } from "./worker-url.ts";

const START_MILLISECONDS = 10_000;

/** What all helpers are told alike. */
export type SharedSetup = Pick<HelperSetup, "module" | "memory" | "threads" | "control">;

/** A thread that helps with instructions, as thread 0 sees it. */
export interface HelperThread {
  readonly index: number;
  /** Why it is gone, once it is. */
  readonly lostBecause: string | undefined;
  terminate(): void;
}

/** Starts thread `index` and waits until it looks for work. Rejects with an Error where it cannot be started. */
export async function startHelper(
  index: number,
  setup: SharedSetup,
  url?: WorkerUrl,
): Promise<HelperThread> {
  let lostBecause: string | undefined;
  let worker: StartedWorker | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error(`it has not started in ${START_MILLISECONDS / 1000} s`)),
        START_MILLISECONDS,
      );
      const onEnd = (reason: string): void => {
        lostBecause ??= reason;
        reject(new Error(reason));
      };
      worker = startWorker({ program: helperProgram, url }, { onMessage: resolve, onEnd });
      worker.post({ ...setup, index, words: wordsOf(index), states });
    });
  } catch (error) {
    worker?.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  worker?.unref();
  return {
    index,
    get lostBecause() {
      return lostBecause;
    },
    terminate: () => worker?.terminate(),
  };
}

const states: HelperSetup["states"] = {
  idle: IDLE,
  parked: PARKED,
  work: WORK,
  busy: BUSY,
  awaited: AWAITED,
  broken: BROKEN,
};

function wordsOf(index: number): HelperSetup["words"] {
  return { state: stateOf(index), tape: TAPE, pieces: PIECES, claimed: CLAIMED };
}
