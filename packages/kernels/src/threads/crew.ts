import { Attendance } from "./attendance.ts";
import {
  AWAITED,
  BROKEN,
  BUSY,
  CLAIMED,
  controlWords,
  IDLE,
  PARKED,
  PIECES,
  stateOf,
  TAPE,
  WORK,
} from "./control.ts";
import { type HelperThread, type SharedSetup, startHelper } from "./helper-thread.ts";
import type { WorkerUrl } from "./worker-url.ts";

/** Pieces for each thread of a long instruction. */
const LONG_PIECES = 2;
/** Looks, some ten microseconds, before the thread sleeps where it may. */
const LOOKS = 10_000;
/** So much longer than thread 0 with its share only a dead helper takes. */
const PATIENCE_MILLISECONDS = 10_000;
/** Sleep of the computer does not count against a helper. */
const LONGEST_STEP_MILLISECONDS = 100;

/** Runs a piece of the instruction on which the tape waits, as thread `index`. */
export type RunPiece = (tape: number, index: number, piece: number, pieces: number) => void;

interface CrewOptions {
  /** Where the helpers' program lies as a file. Default: its text is taken. */
  readonly workerUrl?: WorkerUrl | undefined;
  readonly patienceMilliseconds?: number;
}

/**
 * Helper threads that share single instructions with thread 0, which hands them over and does its part.
 *
 * An instruction is a number of pieces, which threads claim one by one. A helper that is asked but does not come, because
 * it sleeps, starts or is gone, costs nothing: the others claim its pieces, and thread 0 takes its order back. Only a
 * helper that has come is waited for, until the piece it is running is done.
 */
export class Crew {
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #helpers: readonly HelperThread[];
  readonly #attendances: readonly Attendance[];
  readonly #patienceMilliseconds: number;
  #vanished: Error | undefined;

  private constructor(
    control: Int32Array<SharedArrayBuffer>,
    helpers: readonly HelperThread[],
    patienceMilliseconds: number,
  ) {
    this.#control = control;
    this.#helpers = helpers;
    this.#patienceMilliseconds = patienceMilliseconds;
    this.#attendances = helpers.map(() => new Attendance());
  }

  /** Starts the helpers of thread 0, one less than `threads`. Rejects with an Error when one does not start. */
  static async start(
    setup: Omit<SharedSetup, "control">,
    { workerUrl, patienceMilliseconds = PATIENCE_MILLISECONDS }: CrewOptions = {},
  ): Promise<Crew> {
    const control = new Int32Array(new SharedArrayBuffer(4 * controlWords(setup.threads)));
    const indices = Array.from({ length: setup.threads - 1 }, (_, i) => i + 1);
    const started = await Promise.allSettled(
      indices.map((index) => startHelper(index, { ...setup, control }, workerUrl)),
    );
    const helpers = started.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    const failure = started.find((each) => each.status === "rejected");
    if (failure === undefined) return new Crew(control, helpers, patienceMilliseconds);
    for (const helper of helpers) helper.terminate();
    throw failure.reason;
  }

  /** Why helpers are gone. */
  get losses(): readonly string[] {
    return this.#helpers.flatMap(({ lostBecause }) => lostBecause ?? []);
  }

  /**
   * Runs all pieces of the instruction on which the tape waits, on up to `threads` threads. For a long one sleeping
   * helpers are woken at once, and the pieces are finer, so that a slow thread takes fewer.
   *
   * @throws Error when a helper has failed in the middle of a piece, or vanished, then ever after; what `runPiece` throws.
   */
  share(tape: number, threads: number, isLong: boolean, runPiece: RunPiece): void {
    if (this.#vanished !== undefined) throw this.#vanished;
    const control = this.#control;
    const pieces = isLong ? LONG_PIECES * threads : threads;
    Atomics.store(control, TAPE, tape);
    Atomics.store(control, PIECES, pieces);
    Atomics.store(control, CLAIMED, 0);
    const coming = this.#ask(threads - 1, isLong);
    let failure: Error | undefined;
    try {
      for (;;) {
        const piece = Atomics.add(control, CLAIMED, 1);
        if (piece >= pieces) break;
        runPiece(tape, 0, piece, pieces);
      }
    } finally {
      for (const index of coming) failure = this.#dismiss(index, isLong) ?? failure;
    }
    if (failure !== undefined) throw failure;
  }

  terminate(): void {
    for (const helper of this.#helpers) helper.terminate();
  }

  /** Asks up to `count` helpers to join in; returns which will. */
  #ask(count: number, isLong: boolean): readonly number[] {
    const coming: number[] = [];
    for (const { index, lostBecause } of this.#helpers) {
      if (coming.length === count) break;
      if (lostBecause !== undefined) continue;
      if (!isLong && !this.#attendances[index - 1].expects()) continue;
      if (this.#call(index, isLong)) coming.push(index);
    }
    return coming;
  }

  #call(index: number, isLong: boolean): boolean {
    const control = this.#control;
    const state = stateOf(index);
    if (Atomics.compareExchange(control, state, IDLE, WORK) === IDLE) return true;
    if (!isLong && !this.#attendances[index - 1].isWorthWaking()) return false;
    if (Atomics.compareExchange(control, state, PARKED, WORK) !== PARKED) return false;
    Atomics.notify(control, state);
    return true;
  }

  /** Takes the order back, or waits until the helper has done what it claimed; returns why it has not. */
  #dismiss(index: number, isLong: boolean): Error | undefined {
    const control = this.#control;
    const state = stateOf(index);
    const attendance = isLong ? undefined : this.#attendances[index - 1];
    if (Atomics.compareExchange(control, state, WORK, IDLE) === WORK) {
      attendance?.noteAbsent();
      return undefined;
    }
    for (let look = 0; look < LOOKS; look++) {
      if (hasLeft(Atomics.load(control, state))) {
        attendance?.notePrompt();
        return undefined;
      }
    }
    attendance?.noteLate();
    return this.#waitPatiently(index);
  }

  #waitPatiently(index: number): Error | undefined {
    const control = this.#control;
    const state = stateOf(index);
    let waited = 0;
    let last = performance.now();
    if (mayWait) Atomics.compareExchange(control, state, BUSY, AWAITED);
    for (;;) {
      if (mayWait) Atomics.wait(control, state, AWAITED, LONGEST_STEP_MILLISECONDS);
      const now = Atomics.load(control, state);
      if (hasLeft(now)) return undefined;
      if (now === BROKEN) break;
      if (waited > this.#patienceMilliseconds) {
        // What it may still write must not meet a later tape.
        this.#vanished = new Error(`run: thread ${index} has vanished in the middle of its work`);
        this.terminate();
        return this.#vanished;
      }
      const time = performance.now();
      waited += Math.min(LONGEST_STEP_MILLISECONDS, time - last);
      last = time;
    }
    return new Error(`run: thread ${index} has failed in the middle of its work`);
  }
}

/** Whether a helper that had come has done its work: it may even sleep already. */
function hasLeft(state: number): boolean {
  return state === IDLE || state === PARKED;
}

/** The main thread of a browser may not wait, it may only look. */
const mayWait = waitingIsAllowed();

function waitingIsAllowed(): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}
