export type { Machine } from "./report/machine.ts";
export type { BenchmarkReport, BenchmarkRow, ModelMemory } from "./report/report.ts";
