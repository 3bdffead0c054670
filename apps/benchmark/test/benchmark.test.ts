import { describe, expect, test } from "vitest";
import type { Arm, Contender } from "../src/arm.ts";
import { benchmark } from "../src/benchmark.ts";
import { createCases, type OperatorDefinition } from "../src/operator.ts";

const duration = { rounds: 2, coldRounds: 1, sampleMilliseconds: 0.05, turnMilliseconds: 0.05 };

interface Doubling {
  readonly length: number;
}

/** Doubles numbers; `wrong` is added to each. */
const doubler = (name: string, isPeer: boolean, wrong = 0): Contender<readonly number[]> => ({
  name,
  isPeer,
  threads: "any",
  prepare: async (operands): Promise<Arm> => {
    let out: number[] = [];
    return {
      name,
      run: () => {
        out = operands.map((value) => 2 * value + wrong);
      },
      result: () => out,
      dispose: () => {
        disposed.push(name);
      },
    };
  },
});
const disposed: unknown[] = [];

const plansOf = (contenders: readonly Contender<readonly number[]>[], threadCounts = [1]) => {
  const definition: OperatorDefinition<Doubling, readonly number[]> = {
    op: "double",
    shapes: [{ shape: { length: 3 }, origin: "some model" }],
    formatShape: ({ length }) => `${length}`,
    operationsOf: ({ length }) => length,
    createOperands: ({ length }) => Array.from({ length }, (_, i) => i + 1),
    expect: () => ({ length: 3, positions: [0, 1, 2], values: [2, 4, 6] }),
    contenders,
  };
  return createCases(definition).map((each) => ({
    case: each,
    entries: threadCounts.flatMap((threads) =>
      each.contenders.map((contender) => ({ contender, threads })),
    ),
  }));
};

describe("benchmark", () => {
  test("gives a row for each arm, with ratios to the peers of as many threads", async () => {
    const contenders = [doubler("ours", false), doubler("peer", true)];
    const { rows, absent } = await benchmark(plansOf(contenders, [1, 2]), duration);
    expect(absent).toEqual([]);
    expect(rows.map(({ arm, threads }) => [arm, threads])).toEqual([
      ["ours", 1],
      ["peer", 1],
      ["ours", 2],
      ["peer", 2],
    ]);
    const [ours, peer, oursOnTwo, peerOnTwo] = rows;
    expect(ours).toMatchObject({ op: "double", shape: "3", origin: "some model", isPeer: false });
    expect(ours?.ratios).toEqual({ peer: peer!.medianMilliseconds / ours!.medianMilliseconds });
    expect(oursOnTwo?.ratios).toEqual({
      peer: peerOnTwo!.medianMilliseconds / oursOnTwo!.medianMilliseconds,
    });
    expect(ours).not.toHaveProperty("threadSpeedup");
    expect(oursOnTwo?.threadSpeedup).toBe(ours!.medianMilliseconds / oursOnTwo!.medianMilliseconds);
    expect(peer?.ratios).toEqual({});
    expect(ours?.samples).toBeGreaterThanOrEqual(duration.rounds);
    expect(ours?.coldMedianMilliseconds).toBeGreaterThan(0);
    expect(ours?.prepareMilliseconds).toBeGreaterThanOrEqual(0);
    expect(ours?.firstRunMilliseconds).toBeGreaterThanOrEqual(0);
  });

  test("times nothing when one arm is wrong, be it a peer's, and disposes of all", async () => {
    disposed.length = 0;
    const contenders = [doubler("ours", false), doubler("peer", true, 0.5)];
    await expect(benchmark(plansOf(contenders), duration)).rejects.toThrow(
      "peer, 3: entry 0 must be 2 as in the reference, got 2.5; not timed",
    );
    expect(disposed).toEqual(["ours", "peer"]);
  });

  test("lists a peer that does not start as absent, with the reason", async () => {
    const absentee: Contender<readonly number[]> = {
      ...doubler("peer", true),
      prepare: async () => {
        throw new Error("no compiler");
      },
    };
    const { rows, absent } = await benchmark(plansOf([doubler("ours", false), absentee]), duration);
    expect(rows.map(({ arm, ratios }) => [arm, ratios])).toEqual([["ours", {}]]);
    expect(absent).toEqual([
      { op: "double", arm: "peer", shape: "3", threads: 1, reason: "no compiler" },
    ]);
  });

  test("an arm of ours that does not start is an error", async () => {
    const broken: Contender<readonly number[]> = {
      ...doubler("ours", false),
      prepare: async () => {
        throw new Error("no wasm");
      },
    };
    await expect(benchmark(plansOf([broken]), duration)).rejects.toThrow("no wasm");
  });

  test("tells its progress", async () => {
    const messages: string[] = [];
    const onProgress = (message: string) => messages.push(message);
    const contenders = [doubler("ours", false), doubler("peer", true)];
    await benchmark(plansOf(contenders, [1, 2]), { ...duration, onProgress });
    expect(messages).toEqual(["[1/1] double 3: ours, peer, ours (2 threads), peer (2 threads)"]);
  });
});
