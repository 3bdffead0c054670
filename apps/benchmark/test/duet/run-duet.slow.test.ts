import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isDuetReport } from "../../src/duet/duet-report.ts";
import { type DuetRequest, runDuet } from "../../src/duet/run-duet.ts";

const folder = fileURLToPath(new URL("../../../..", import.meta.url)).replace(/[/\\]$/, "");
const side = { revision: "HEAD", commit: "0000000", folder };
const request: DuetRequest = {
  ...{ base: side, head: side, filter: "w1a1-gemm bnnkit-js 1x256x256", isQuick: true },
  ...{ pairs: 4, launches: 2, stretches: 2, sampleMilliseconds: 0.1, floor: 0.5, history: [] },
};
const surroundings = { signal: new AbortController().signal, onProgress: () => undefined };

test("the built arms of both sides are timed, with the same against the same beside them", async () => {
  const report = await runDuet(request, surroundings);
  expect(isDuetReport(report)).toBe(true);
  expect(report.rows.map(({ op, arm, shape }) => [op, arm, shape])).toEqual([
    ["w1a1-gemm", "bnnkit-js", "1x256x256"],
  ]);
  for (const { change, same, baseMilliseconds } of report.rows) {
    expect([change.pairs, same.pairs]).toEqual([4, 4]);
    expect(baseMilliseconds).toBeGreaterThan(0);
  }
});

test("twice the work is found on any machine, and measured again", async () => {
  const { rows } = await runDuet({ ...request, pairs: 12, plantedSlowdown: 3 }, surroundings);
  expect(rows[0]?.rerun?.change.pairs).toBe(12);
  expect(rows[0]?.change.ratio).toBeGreaterThan(2);
});
