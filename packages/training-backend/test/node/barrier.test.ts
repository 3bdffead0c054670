import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { Barrier, controlWords } from "../../src/node/barrier.ts";

const built = new URL("../../dist/node/barrier.js", import.meta.url).href;

/** A thread that passes the barrier `rounds` times and writes its round before each. */
function thread(control: SharedArrayBuffer, rounds: SharedArrayBuffer, index: number): Worker {
  const code = `
    const { workerData: { control, rounds, index }, parentPort } = require("node:worker_threads");
    import(${JSON.stringify(built)}).then(({ Barrier }) => {
      const barrier = new Barrier(new Int32Array(control), 2);
      const round = new Int32Array(rounds);
      let apart = 0;
      for (let r = 1; r <= 1000; r++) {
        Atomics.store(round, index, r);
        barrier.wait();
        if (Atomics.load(round, 1 - index) !== r) apart++;
        barrier.wait();
      }
      parentPort.postMessage(apart);
    });`;
  return new Worker(code, { eval: true, execArgv: [], workerData: { control, rounds, index } });
}

test("two threads stay in step over 1,000 rounds", async () => {
  const control = new SharedArrayBuffer(4 * controlWords);
  const rounds = new SharedArrayBuffer(8);
  const apart = await Promise.all(
    [0, 1].map(
      (index) => new Promise((resolve) => thread(control, rounds, index).once("message", resolve)),
    ),
  );
  expect(apart).toEqual([0, 0]);
});

test("a broken barrier throws in whoever waits", () => {
  const barrier = new Barrier(new Int32Array(new SharedArrayBuffer(4 * controlWords)), 2);
  barrier.break();
  expect(() => barrier.wait()).toThrow("another party has failed");
});

test("breaking wakes a thread that waits", async () => {
  const control = new SharedArrayBuffer(4 * controlWords);
  const alone = thread(control, new SharedArrayBuffer(8), 0);
  const error = new Promise<Error>((resolve) => alone.once("error", resolve));
  const words = new Int32Array(control);
  while (Atomics.load(words, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  new Barrier(words, 2).break();
  expect((await error).message).toMatch(/another party has failed/);
});
