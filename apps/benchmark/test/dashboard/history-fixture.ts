import type { History } from "../../src/dashboard/history/history.ts";
import type {
  ClassifierResult,
  FoldingResult,
  TranslationResult,
} from "../../src/dashboard/history/result-kinds.ts";
import type { DuetReport, DuetRow } from "../../src/duet/duet-report.ts";
import type { BenchmarkReport } from "../../src/report/report.ts";
import { reportOf, rowOf } from "../report/report-fixture.ts";

/** A run of `kernels` at a commit in which ours was so many times as fast as each of two peers. */
export function runAt(
  commit: string,
  startedAt: string,
  ratios: readonly [number, number],
  change: Partial<BenchmarkReport> = {},
): BenchmarkReport {
  const [first, second] = ratios;
  const rows = ["2x3x5", "7x11x13"].flatMap((shape) => [
    rowOf("bnnkit-wasm", [1, 1, 1.1], { shape }),
    rowOf("peer-float", [first, first, first * 1.2], { shape }),
    rowOf("peer-int8", [second, second, second * 1.2], { shape }),
  ]);
  return reportOf(rows, { commit, startedAt, ...change });
}

const estimate = (ratio: number) => ({
  ratio,
  lower: ratio - 0.01,
  upper: ratio + 0.01,
  pairs: 30,
});

export const duetRow: DuetRow = {
  ...{ kind: "measured", op: "w1a1-gemm", arm: "bnnkit-wasm", shape: "2x3x5", threads: 1 },
  ...{ clock: "processor", runsPerSample: 8, baseMilliseconds: 0.5, threshold: 0.05 },
  ...{ change: estimate(1.1), same: estimate(1.01), verdict: "slower" },
  rerun: { change: estimate(1.11), same: estimate(0.99) },
};

export function duetOf(rows: readonly DuetRow[], change: Partial<DuetReport> = {}): DuetReport {
  return {
    ...{ format: "bnnkit-duet", formatVersion: 1, startedAt: "2026-01-05T00:00:00.000Z" },
    ...{ settings: { pairs: 30 }, machine: reportOf([]).machine },
    base: { revision: "main", commit: "1111111111" },
    head: { revision: "HEAD", commit: "2222222222" },
    ...{ rows, reference: estimate(1) },
    ...change,
  };
}

export const translation: TranslationResult = {
  ...{ data: "sets/everyday.tsv", segments: 500, kept: { segments: 470 }, beamSize: 4 },
  bleu: { score: 27.5, lower: 25.1, upper: 29.9 },
  chrf: { score: 48.6, lower: 47, upper: 50.2 },
  ...{ tokensPerSecond: 1234.5, modelBytes: 5_000_000, tokenizerBytes: 300_000 },
};

export const classifier: ClassifierResult = {
  ...{ system: "xnor-net", preset: "xnor-paper", network: "mlp", seed: 1 },
  ...{ accuracy: 0.8869, modelBytes: 462_216 },
};

const figure = (value: number) => ({ value, low: value * 0.8, high: value * 1.25 });

export const folding: FoldingResult = {
  ...{ framesPerSecond: figure(1000), lut: figure(2500), areaUm2: figure(0) },
  ...{ energyPj: figure(3e6), fits: true },
};

/** Something of each kind. */
export const history: History = {
  reports: [
    runAt("aaaaaaaaaa", "2026-01-01T00:00:00.000Z", [8, 2]),
    runAt("bbbbbbbbbb", "2026-01-02T00:00:00.000Z", [16, 4]),
    runAt("bbbbbbbbbb", "2026-01-03T00:00:00.000Z", [16, 4], {
      machine: { ...reportOf([]).machine, browser: "Chromium 131.0.1" },
    }),
    runAt("cccccccccc", "2026-01-04T00:00:00.000Z", [4, 4], {
      versions: { "@bnnkit/benchmark": "0.1.0", peer: "4.23.0" },
    }),
  ],
  duets: [duetOf([duetRow])],
  translations: [
    { name: "en-de", result: translation },
    { name: "en-de-w1a1", result: { ...translation, modelBytes: 2_500_000 } },
  ],
  classifiers: [
    { name: "digits-mlp", result: [classifier, { ...classifier, seed: 2, accuracy: 0.8871 }] },
  ],
  fronts: [
    {
      name: "digits",
      result: [folding, { ...folding, framesPerSecond: figure(9000), fits: false }],
    },
  ],
  skipped: ["notes.json"],
};
