import { describe, expect, test } from "vitest";
import type { Arm } from "../src/arm.ts";
import { measure } from "../src/measure.ts";

/** An arm that keeps the processor busy for a while and notes that it ran. */
function busyArm(name: string, milliseconds: number, log: string[] = []): Arm {
  return {
    name,
    run: () => {
      log.push(name);
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    },
    result: () => [],
    dispose: () => undefined,
  };
}

/** The log without its repetitions. */
function turnsOf(log: readonly string[]): string[] {
  return log.filter((name, i) => name !== log[i - 1]);
}

describe("measure", () => {
  test("gives every arm at least one sample a round, in the order of the arms", async () => {
    const arms = [busyArm("slow", 2), busyArm("quick", 0)];
    const timings = await measure(arms, { rounds: 3, sampleMilliseconds: 1, turnMilliseconds: 1 });
    expect(timings).toHaveLength(2);
    const [slow, quick] = timings;
    expect(slow?.milliseconds).toHaveLength(3);
    expect(slow?.cpuMilliseconds).toHaveLength(3);
    expect(slow?.runsPerSample).toBe(1);
    expect(quick?.milliseconds.length).toBeGreaterThanOrEqual(3);
    expect(quick?.runsPerSample).toBeGreaterThan(1);
    // A busy arm cannot be faster than it promises, however slow the machine is.
    for (const time of slow?.milliseconds ?? []) expect(time).toBeGreaterThanOrEqual(2);
    for (const time of quick?.milliseconds ?? []) expect(time).toBeGreaterThan(0);
  });

  test("takes enough runs for a sample though the machine stalls while they are planned", async () => {
    const elapsed = [20, 1e-5];
    const times: number[] = [];
    const watch = {
      time: async (runs: number) => {
        times.push(runs);
        return { milliseconds: elapsed.shift() ?? runs * 1e-5 };
      },
      timeCold: async () => ({ milliseconds: 1e-5 }),
    };
    const options = { rounds: 1, sampleMilliseconds: 1, turnMilliseconds: 1 };
    const [timing] = await measure([{ ...busyArm("stalled", 0), watch }], options);
    // 1e-5 · 2¹⁷ = 1.3 ms is the first to last 1 ms.
    expect(timing?.runsPerSample).toBe(2 ** 17);
    expect(times.slice(0, 3)).toEqual([1, 1, 2]);
  });

  test("tells processor time from time that only passed", async () => {
    const asleep = new Int32Array(new SharedArrayBuffer(4));
    const arm: Arm = { ...busyArm("asleep", 0), run: () => void Atomics.wait(asleep, 0, 0, 30) };
    const options = { rounds: 3, sampleMilliseconds: 1, turnMilliseconds: 1 };
    const [timing] = await measure([arm], options);
    const most = Math.max(...(timing?.cpuMilliseconds ?? []));
    expect(most).toBeLessThan(Math.min(...(timing?.milliseconds ?? [])));
  });

  test("interleaves, every second round backwards", async () => {
    const log: string[] = [];
    const arms = [busyArm("a", 1, log), busyArm("b", 1, log), busyArm("c", 1, log)];
    await measure(arms, { rounds: 2, sampleMilliseconds: 0.5, turnMilliseconds: 0.5 });
    const planning = ["a", "b", "c"];
    const warmUp = ["c", "b", "a"];
    const rounds = ["a", "b", "c", "c", "b", "a"];
    expect(turnsOf(log)).toEqual(turnsOf([...planning, ...warmUp, ...rounds]));
  });

  test("stops between two turns when aborted", async () => {
    const controller = new AbortController();
    let runs = 0;
    const arm: Arm = {
      ...busyArm("a", 1),
      run: () => {
        if (++runs === 2) controller.abort(new Error("enough"));
      },
    };
    const options = { rounds: 1000, sampleMilliseconds: 0, turnMilliseconds: 0 };
    await expect(measure([arm], { ...options, signal: controller.signal })).rejects.toThrow(
      "enough",
    );
    expect(runs).toBe(2);
  });

  test("passes on what an arm throws", async () => {
    const arm: Arm = {
      ...busyArm("a", 1),
      run: () => {
        throw new RangeError("out of memory");
      },
    };
    const options = { rounds: 1, sampleMilliseconds: 1, turnMilliseconds: 1 };
    await expect(measure([arm], options)).rejects.toThrow("out of memory");
  });
});
