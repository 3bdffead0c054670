export type { AbsentArm } from "./benchmark.ts";
export type { Machine } from "./report/machine.ts";
export type { BenchmarkReport, ModelMemory, PeerMemory } from "./report/report.ts";
export type { BenchmarkRow } from "./report/row.ts";
