import { expect, test } from "vitest";
import { BusyCount } from "../../src/node/busy-count.ts";

test("waiting ends at once when nobody is at work, and after the time when somebody stays", () => {
  const memory = new SharedArrayBuffer(4);
  const busy = new BusyCount(memory);
  busy.waitUntilIdle(60_000);
  busy.enter();
  busy.enter();
  busy.leave();
  busy.waitUntilIdle(20);
  expect(new Int32Array(memory)[0]).toBe(1);
  busy.leave();
  busy.waitUntilIdle(60_000);
});
