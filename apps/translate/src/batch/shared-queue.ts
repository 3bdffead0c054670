import { createHash } from "node:crypto";
import { type Job, Queue, QueueEvents, Worker } from "bullmq";
import type { ModelFiles } from "../load-model.ts";
import type { TextTranslator } from "../pool/translation-pool.ts";
import { type ChunkResult, translateChunk } from "./translate-chunk.ts";

/** Lines that somebody else may translate. */
interface ChunkJob {
  readonly lines: readonly string[];
  readonly beamSize: number;
}

/** How often a chunk is tried, and how often it may be given to another after the worker that had it was lost. */
const tries = 3;
const mostLosses = 10;
/** How long Redis keeps what nobody has come for, seconds. */
const keepsFor = 24 * 3600;

/** SHA-256 of a model with its tokenizer. */
export function digestModel({ modelBytes, tokenizerJson }: ModelFiles): string {
  return createHash("sha256").update(modelBytes).update(tokenizerJson).digest("hex");
}

/** Name of the queue for a model: only workers that have the same take from it. */
function queueName(model: string): string {
  return `bnnkit-translate-${model.slice(0, 32)}`;
}

const connectionTo = (url: string): { url: string; maxRetriesPerRequest: null } => ({
  url,
  maxRetriesPerRequest: null,
});

/** A queue in Redis, as the one sees it who wants lines translated. */
export class SharedQueue {
  readonly #queue: Queue<ChunkJob, ChunkResult>;
  readonly #events: QueueEvents;

  private constructor(queue: Queue<ChunkJob, ChunkResult>, events: QueueEvents) {
    this.#queue = queue;
    this.#events = events;
  }

  /** @param model  digest of the model.
   *  @param onError  is told of a connection that is lost; it is made again. */
  static async open(
    url: string,
    model: string,
    onError: (error: Error) => void,
  ): Promise<SharedQueue> {
    const connection = connectionTo(url);
    const queue = new Queue<ChunkJob, ChunkResult>(queueName(model), { connection });
    const events = new QueueEvents(queueName(model), { connection });
    queue.on("error", onError);
    events.on("error", onError);
    await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
    return new SharedQueue(queue, events);
  }

  /** Has lines translated by whatever worker comes. The same lines are in the queue once: what was asked for before an
   *  interruption is found again.
   *  @throws Error if they could not be translated. */
  async translate(lines: readonly string[], beamSize: number): Promise<ChunkResult> {
    const data = { lines, beamSize };
    const jobId = createHash("sha256").update(JSON.stringify(data)).digest("hex");
    const job = await this.#queue.add("chunk", data, {
      jobId,
      attempts: tries,
      removeOnComplete: { age: keepsFor },
      removeOnFail: true,
    });
    return await job.waitUntilFinished(this.#events);
  }

  async close(): Promise<void> {
    await Promise.all([this.#queue.close(), this.#events.close()]);
  }
}

export interface SharedWorkerOptions {
  readonly url: string;
  /** Digest of the model. */
  readonly model: string;
  readonly translator: TextTranslator;
  /** Chunks at a time. */
  readonly concurrency: number;
  /** How long a worker may be silent before its chunks are given to others, seconds. */
  readonly lockSeconds: number;
  readonly onChunk: (lines: number) => void;
  readonly onError: (error: Error) => void;
}

/** Takes chunks from the queue in Redis until it is closed, which finishes those that it has. */
export async function openSharedWorker({
  url,
  model,
  translator,
  concurrency,
  lockSeconds,
  onChunk,
  onError,
}: SharedWorkerOptions): Promise<{ close(): Promise<void> }> {
  const translate = async ({ data }: Job<ChunkJob, ChunkResult>): Promise<ChunkResult> => {
    const result = await translateChunk(translator, data.lines, data.beamSize);
    onChunk(data.lines.length);
    return result;
  };
  const worker = new Worker<ChunkJob, ChunkResult>(queueName(model), translate, {
    connection: connectionTo(url),
    concurrency,
    lockDuration: 1000 * lockSeconds,
    stalledInterval: 1000 * lockSeconds,
    maxStalledCount: mostLosses,
  });
  worker.on("error", onError);
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}
