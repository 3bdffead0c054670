// The program of a helper thread. It is inlined as text by tooling/generate.mjs, so that no bundler needs to know about
// it; hence it imports nothing but types.
import type { HelperSetup } from "./helper-setup.ts";

/** How often it looks for work, some hundred microseconds in all, before it sleeps. */
const LOOKS = 20_000;

function help(setup: HelperSetup): void {
  const { module, memory, index, threads, control, words, states } = setup;
  const { enlist, runPiece } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  if (typeof enlist !== "function" || typeof runPiece !== "function") {
    throw new Error("the module exports neither enlist nor runPiece");
  }
  enlist(index, threads, 0); // helpers split nothing

  const joinIn = (): void => {
    const tape = Atomics.load(control, words.tape);
    const pieces = Atomics.load(control, words.pieces);
    for (;;) {
      const piece = Atomics.add(control, words.claimed, 1);
      if (piece >= pieces) return;
      runPiece(tape, index, piece, pieces);
    }
  };

  const leave = (state: number): void => {
    const before = Atomics.exchange(control, words.state, state);
    if (before === states.awaited) Atomics.notify(control, words.state);
  };

  const awaitWork = (): void => {
    for (let look = 0; look < LOOKS; look++) {
      if (Atomics.load(control, words.state) === states.work) return;
    }
    Atomics.compareExchange(control, words.state, states.idle, states.parked);
    Atomics.wait(control, words.state, states.parked);
  };

  tell("ready");
  for (;;) {
    awaitWork();
    const { work, busy, idle, broken } = states;
    if (Atomics.compareExchange(control, words.state, work, busy) !== work) continue;
    try {
      joinIn();
    } catch (error) {
      leave(broken);
      throw error;
    }
    leave(idle);
  }
}

const parent = globalThis.process?.getBuiltinModule?.("node:worker_threads")?.parentPort;

function tell(message: string): void {
  if (parent) parent.postMessage(message);
  else globalThis.postMessage(message);
}

if (parent) parent.once("message", help);
else globalThis.onmessage = ({ data }: MessageEvent<HelperSetup>) => help(data);
