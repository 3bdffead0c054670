import { LineProcess, type ProcessMemory } from "../process/line-process.ts";
import type { Elapsed } from "../stopwatch.ts";
import type { Surroundings } from "../surroundings.ts";
import type {
  ClassifierAnswers,
  ClassifierCommand,
  OpenClassifier,
  OpenedClassifier,
  OpenPeer,
} from "./process-messages.ts";

/** A classifier in a process of its own, so that its memory is that of a program that only classifies. */
export interface RemoteClassifier {
  readonly name: string;
  readonly isPeer: boolean;
  readonly threads: number;
  readonly opened: OpenedClassifier;
  /** How long so many passes over all images take, so many images at a time. */
  time(batchSize: number, runs: number): Promise<Elapsed>;
  memory(): Promise<ProcessMemory>;
  close(): Promise<void>;
}

/** Starts a process that classifies, and checks what it says.
 *  @throws Error with what the process has said on standard error when it fails. */
export async function openRemoteClassifier(
  open: OpenClassifier | OpenPeer,
  { signal }: Pick<Surroundings, "signal">,
): Promise<RemoteClassifier> {
  const isPeer = "peer" in open;
  const lines = new LineProcess<ClassifierAnswers, ClassifierCommand | OpenClassifier>(
    isPeer ? "classify/peer-process.js" : "classify/packed-process.js",
    signal,
  );
  try {
    const opened = await lines.ask<"open">(open);
    return {
      name: isPeer ? open.peer : "bnnkit-wasm",
      isPeer,
      threads: open.threads,
      opened,
      time: (batchSize, runs) => lines.ask<"time">({ kind: "time", batchSize, runs }),
      memory: () => lines.ask<"memory">({ kind: "memory" }),
      close: () => lines.close(),
    };
  } catch (error) {
    await lines.close();
    throw error;
  }
}
