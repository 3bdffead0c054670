import type { AbsentArm } from "../benchmark.ts";
import { type MeasuredArm, measure } from "../measure.ts";
import { measureEmptyProcess } from "../process/line-process.ts";
import type { ModelMemory } from "../report/report.ts";
import { addRatios, type BenchmarkRow, createRow } from "../report/row.ts";
import type { Surroundings } from "../surroundings.ts";
import { classifierPeers, peerNames } from "./peer-name.ts";
import type { OpenPeer } from "./process-messages.ts";
import { openRemoteClassifier, type RemoteClassifier } from "./remote-classifier.ts";

/** What is to be measured of a classifier. */
export interface ClassifierRequest {
  readonly modelPath: string;
  /** Random images that are classified. */
  readonly images: number;
  readonly batchSizes: readonly number[];
  readonly rounds: number;
  /** How long an arm's turn is at least. */
  readonly turnMilliseconds: number;
  readonly threadCounts: readonly number[];
  /** Whether the peers run too. */
  readonly peers: boolean;
}

/** What was measured. */
export interface ClassifierResult {
  readonly rows: readonly BenchmarkRow[];
  readonly absent: readonly AbsentArm[];
  readonly versions: Readonly<Record<string, string>>;
  readonly memory: Omit<ModelMemory, "kind" | "modelBytes">;
}

const OP = "classify";
/** A sample is at least this long. */
const SAMPLE_MILLISECONDS = 1;
/** For longer than this no thread pool waits for work in a loop. */
const SPINNING_MILLISECONDS = 10;

/** Measures a classifier and its peers, each in a process of its own, in turns.
 *  @throws Error when the process of the packed model fails. */
export async function measureClassifierRuns(
  request: ClassifierRequest,
  surroundings: Surroundings,
): Promise<ClassifierResult> {
  const { modelPath, images, threadCounts } = request;
  const emptyProcessPeakBytes = await measureEmptyProcess(surroundings);
  const open: RemoteClassifier[] = [];
  try {
    for (const threads of threadCounts) {
      open.push(await openRemoteClassifier({ modelPath, images, threads }, surroundings));
    }
    const [packed] = open;
    const expected = packed?.opened.scores ?? [];
    const { peers, absent } = request.peers
      ? await openPeers(request, expected, surroundings)
      : { peers: [], absent: [] };
    open.push(...peers);
    const rows = await measureRows(request, open, surroundings);
    const { peakBytes, arenaPeakBytes } = await packed.memory();
    const peakAboveEmptyBytes = peakBytes - emptyProcessPeakBytes;
    const memory = {
      ...{ arenaPeakBytes, peakBytes, emptyProcessPeakBytes, peakAboveEmptyBytes },
      peers: {},
    };
    const versions = Object.assign({}, ...peers.map(({ opened }) => opened.versions));
    return { rows, absent, versions, memory };
  } finally {
    await Promise.all(open.map((classifier) => classifier.close()));
  }
}

async function openPeers(
  { modelPath, images, threadCounts, batchSizes }: ClassifierRequest,
  expected: readonly number[],
  surroundings: Surroundings,
): Promise<{ readonly peers: readonly RemoteClassifier[]; readonly absent: readonly AbsentArm[] }> {
  const peers: RemoteClassifier[] = [];
  const absent: AbsentArm[] = [];
  for (const peer of peerNames) {
    for (const threads of threadCounts) {
      if (threads > 1 && classifierPeers[peer].threads === "one") continue;
      surroundings.signal.throwIfAborted();
      try {
        const open: OpenPeer = { modelPath, images, threads, peer, expected };
        peers.push(await openRemoteClassifier(open, surroundings));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        absent.push({ op: OP, arm: peer, shape: shapeOf(batchSizes[0]), threads, reason });
      }
    }
  }
  return { peers, absent };
}

/** An arm and its row: a classifier with images so many at a time. One run is one pass over all images. */
interface Series {
  readonly classifier: RemoteClassifier;
  readonly batchSize: number;
  readonly arm: MeasuredArm;
}

async function measureRows(
  { images, batchSizes, rounds, turnMilliseconds, threadCounts }: ClassifierRequest,
  classifiers: readonly RemoteClassifier[],
  { signal, streams }: Surroundings,
): Promise<BenchmarkRow[]> {
  const series = batchSizes.flatMap((batchSize) =>
    classifiers.map((classifier): Series => {
      const time = (runs: number) => classifier.time(batchSize, runs);
      const run = async (): Promise<void> => {
        await time(1);
      };
      const arm = { name: classifier.name, run, isAsynchronous: true, watch: { time } };
      return { classifier, batchSize, arm };
    }),
  );
  streams.error(`timing ${classifiers.map(describe).join(", ")}\n`);
  const timings = await measure(
    series.map(({ arm }) => arm),
    {
      ...{ rounds, turnMilliseconds, signal },
      sampleMilliseconds: SAMPLE_MILLISECONDS,
      pauseMilliseconds: threadCounts.some((threads) => threads > 1) ? SPINNING_MILLISECONDS : 0,
    },
  );
  const rows = series.map(({ classifier: { name, isPeer, threads }, batchSize }, i) =>
    createRow({
      ...{ op: OP, arm: name, isPeer, shape: shapeOf(batchSize), threads },
      ...timings[i],
      operations: images,
    }),
  );
  return addRatios(rows);
}

function shapeOf(batchSize: number): string {
  return `batch-${batchSize}`;
}

function describe({ name, threads }: RemoteClassifier): string {
  return threads === 1 ? name : `${name} (${threads} threads)`;
}
