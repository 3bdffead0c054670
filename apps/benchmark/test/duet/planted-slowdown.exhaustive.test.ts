import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { DuetReport } from "../../src/duet/duet-report.ts";
import { type DuetRequest, runDuet } from "../../src/duet/run-duet.ts";
import { countTrials } from "../../src/duet/trials.ts";

const folder = fileURLToPath(new URL("../../../..", import.meta.url)).replace(/[/\\]$/, "");
const side = { revision: "HEAD", commit: "0000000", folder };
const request: DuetRequest = {
  ...{ base: side, head: side, filter: "w1a1-gemm bnnkit-js 1x1024x256", isQuick: true },
  ...{ pairs: 30, launches: 3, stretches: 6, sampleMilliseconds: 1, floor: 0.05, history: [] },
};

async function trials(count: number, plantedSlowdown: number) {
  const { signal } = new AbortController();
  const reports: DuetReport[] = [];
  for (let i = 0; i < count; i++) {
    const history = plantedSlowdown === 0 ? reports : [];
    const options = { signal, onProgress: () => undefined };
    reports.push(await runDuet({ ...request, plantedSlowdown, history }, options));
  }
  return countTrials(reports);
}

test("over 40 runs of the same code there is at most one alert", {
  timeout: 7_200_000,
}, async () => {
  expect((await trials(40, 0)).alerts).toBeLessThanOrEqual(1);
});

test("a tenth more work in one kernel is found in at least 9 of 10 runs", {
  timeout: 3_600_000,
}, async () => {
  expect((await trials(10, 0.1)).alerts).toBeGreaterThanOrEqual(9);
});
