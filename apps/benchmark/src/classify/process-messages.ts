import type { ProcessMemory } from "../process/line-process.ts";
import type { Elapsed } from "../stopwatch.ts";
import type { PeerName } from "./peer-name.ts";

/** The first line that a classifying process reads. */
export interface OpenClassifier {
  readonly modelPath: string;
  readonly threads: number;
  /** Random images that are classified. */
  readonly images: number;
}

/** The first line of a process that runs the network in float32. */
export interface OpenPeer extends OpenClassifier {
  readonly peer: PeerName;
  /** The scores of the packed model. */
  readonly expected: readonly number[];
}

/** What the process is told after that, line by line. */
export type ClassifierCommand =
  | { readonly kind: "time"; readonly batchSize: number; readonly runs: number }
  | { readonly kind: "memory" };

/** What it answers to each line, the first included. */
export interface ClassifierAnswers {
  readonly open: OpenedClassifier;
  readonly time: Elapsed;
  readonly memory: ProcessMemory;
}

/** A classifier that is ready, its result checked. */
export interface OpenedClassifier {
  /** The scores of all images; only of the packed model. */
  readonly scores?: readonly number[];
  /** Packages that it runs on, with their versions; only of peers. */
  readonly versions?: Readonly<Record<string, string>>;
}
