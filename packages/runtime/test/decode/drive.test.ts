import { expect, test } from "vitest";
import { drive } from "../../src/decode/drive.ts";
import { inTurn } from "../../src/memory/turn.ts";

function* count(to: number): Generator<number, string> {
  for (let i = 1; i <= to; i++) yield i;
  return "done";
}

test("reports every event and returns the result", async () => {
  const events: number[] = [];
  const result = await drive(count(3), { onEvent: (event) => events.push(event) });
  expect([events, result]).toEqual([[1, 2, 3], "done"]);
});

test("lets timers run while it works, and stops when a signal says so", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("timer")), 20);
  const endless = drive(count(Number.POSITIVE_INFINITY), {
    signal: controller.signal,
    onEvent: () => undefined,
  });
  await expect(endless).rejects.toThrow("timer");
});

test("work on the same kernels takes turns, also after a failure", async () => {
  const { createKernels } = await import("@bnnkit/kernels");
  using kernels = await createKernels({ isa: "js" });
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 2));
    log.push(`${name} ends`);
    if (name === "a") throw new Error("a failed");
    return name;
  };
  const a = inTurn(kernels, work("a"));
  const b = inTurn(kernels, work("b"));
  await expect(a).rejects.toThrow("a failed");
  expect(await b).toBe("b");
  expect(log).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});
