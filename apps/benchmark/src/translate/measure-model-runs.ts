import type { AbsentArm } from "../benchmark.ts";
import { measureEmptyProcess } from "../process/line-process.ts";
import type { ModelMemory, PeerMemory } from "../report/report.ts";
import type { BenchmarkRow } from "../report/row.ts";
import type { Surroundings } from "../surroundings.ts";
import { measureTranslators } from "./measure-translator.ts";
import { openRemoteTranslator, type RemoteTranslator } from "./measured-process.ts";
import { type OnnxPeer, onnxPeers, openOnnxPeer } from "./onnx-peers.ts";

/** What is to be measured of a model. */
export interface ModelRequest {
  readonly modelPath: string;
  readonly tokenizerPath: string;
  readonly sentences: readonly string[];
  readonly rounds: number;
  /** The packed model runs once with each, the first of which is compared with peers. */
  readonly threadCounts: readonly number[];
  readonly batchSizes: readonly number[];
  /** Whether the peers run too. */
  readonly peers: boolean;
}

/** What was measured. */
export interface ModelResult {
  readonly rows: readonly BenchmarkRow[];
  readonly absent: readonly AbsentArm[];
  readonly versions: Readonly<Record<string, string>>;
  readonly memory: Omit<ModelMemory, "kind" | "modelBytes" | "tokenizerBytes">;
}

/** Measures a model and its peers, each in a process of its own, in turns.
 *  @throws Error when the process of the packed model fails. */
export async function measureModelRuns(
  request: ModelRequest,
  surroundings: Surroundings,
): Promise<ModelResult> {
  const [threads, ...moreThreads] = request.threadCounts;
  const emptyProcessPeakBytes = await measureEmptyProcess(surroundings);
  const packed = await openPacked(request, threads, surroundings);
  const open: RemoteTranslator[] = [packed];
  try {
    for (const count of moreThreads) open.push(await openPacked(request, count, surroundings));
    const { peers, absent } = request.peers
      ? await openPeers(request, packed, surroundings)
      : { peers: [], absent: [] };
    open.push(...peers.map(({ translator }) => translator));
    const { signal, streams } = surroundings;
    const rows = await measureTranslators(open, {
      rounds: request.rounds,
      signal,
      onProgress: (message) => streams.error(`${message}\n`),
    });
    const { peakBytes, arenaPeakBytes } = await packed.memory();
    const peakAboveEmptyBytes = peakBytes - emptyProcessPeakBytes;
    const own = { arenaPeakBytes, peakBytes, emptyProcessPeakBytes, peakAboveEmptyBytes };
    const memory = { ...own, peers: await memoryOf(peers, emptyProcessPeakBytes) };
    return { rows, absent, versions: await versionsOf(peers), memory };
  } finally {
    await Promise.all(open.map((translator) => translator.close()));
  }
}

function openPacked(
  { modelPath, tokenizerPath, sentences, batchSizes }: ModelRequest,
  threads: number,
  surroundings: Surroundings,
): Promise<RemoteTranslator> {
  return openRemoteTranslator(
    {
      name: "bnnkit-wasm",
      isPeer: false,
      threads,
      batchSizes,
      start: { script: "model-process.js", open: { modelPath, tokenizerPath, sentences, threads } },
    },
    surroundings,
  );
}

async function openPeers(
  request: ModelRequest,
  { expected }: RemoteTranslator,
  surroundings: Surroundings,
): Promise<{ readonly peers: readonly OnnxPeer[]; readonly absent: readonly AbsentArm[] }> {
  const peers: OnnxPeer[] = [];
  const absent: AbsentArm[] = [];
  const { modelPath, tokenizerPath, sentences } = request;
  for (const arm of Object.keys(onnxPeers)) {
    surroundings.signal.throwIfAborted();
    try {
      const given = { modelPath, tokenizerPath, sentences, expected };
      peers.push(await openOnnxPeer(arm, given, surroundings));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      absent.push({ op: "translate-greedy", arm, shape: "batch-1", threads: 1, reason });
    }
  }
  return { peers, absent };
}

async function memoryOf(
  peers: readonly OnnxPeer[],
  emptyProcessPeakBytes: number,
): Promise<Record<string, PeerMemory>> {
  const memory: Record<string, PeerMemory> = {};
  for (const { translator, modelBytes } of peers) {
    const { peakBytes } = await translator.memory();
    const peakAboveEmptyBytes = peakBytes - emptyProcessPeakBytes;
    memory[translator.name] = { modelBytes, peakBytes, peakAboveEmptyBytes };
  }
  return memory;
}

async function versionsOf(peers: readonly OnnxPeer[]): Promise<Readonly<Record<string, string>>> {
  if (peers.length === 0) return {};
  const { onnxVersions } = await import("../peers/onnxruntime.ts");
  return onnxVersions("onnxruntime-web");
}
