import type { AbsentArm } from "../benchmark.ts";
import type { Machine } from "./machine.ts";
import type { BenchmarkRow } from "./row.ts";

/** What `--json` writes. Additions leave `formatVersion` as it is; anything else raises it. */
export interface BenchmarkReport {
  readonly format: "bnnkit-benchmark";
  readonly formatVersion: 1;
  readonly command: "kernels" | "model";
  /** ISO 8601, UTC */
  readonly startedAt: string;
  /** What was measured, where that was told. */
  readonly commit?: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly machine: Machine;
  /** Packages by name: this one, and the peers that were measured. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly BenchmarkRow[];
  /** Peers that could not be measured, with the reason. */
  readonly absent: readonly AbsentArm[];
  /** Only for the command `model`. */
  readonly memory?: ModelMemory;
}

/** Memory of a process that translates or classifies, beside one that does nothing. */
export interface ModelMemory {
  readonly kind: "measured";
  readonly modelBytes: number;
  /** Of a translator. */
  readonly tokenizerBytes?: number;
  /** Most bytes of the kernels' arena in use at a time. */
  readonly arenaPeakBytes: number;
  readonly peakBytes: number;
  readonly emptyProcessPeakBytes: number;
  readonly peakAboveEmptyBytes: number;
  /** The same of each peer's process, by arm. */
  readonly peers: Readonly<Record<string, PeerMemory>>;
}

/** Memory of a process in which a peer runs the model. */
export interface PeerMemory {
  /** Of its model files. */
  readonly modelBytes: number;
  readonly peakBytes: number;
  readonly peakAboveEmptyBytes: number;
}
