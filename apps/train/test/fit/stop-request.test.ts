import { expect, test, vi } from "vitest";
import { listenForStop } from "../../src/fit/stop-request.ts";

test.each([
  ["SIGINT", "SIGINT"],
  ["SIGTERM", "SIGTERM"],
  ["SIGHUP", "SIGTERM"],
] as const)("%s asks to stop, as %s", (signal, reason) => {
  const say = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const listeners = process.listenerCount(signal);
  {
    using request = listenForStop(undefined);
    expect(request.reason).toBeUndefined();
    process.emit(signal, signal);
    expect(request.reason).toBe(reason);
  }
  expect(say.mock.calls.flat().join("")).toContain(`${signal}: saving a checkpoint`);
  expect(process.listenerCount(signal)).toBe(listeners);
  say.mockRestore();
});
