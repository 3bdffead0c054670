import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { exitCode, UsageError } from "../exit-code.ts";
import { type ModelFiles, readModelFiles } from "../load-model.ts";
import { TranslationPool } from "../pool/translation-pool.ts";
import type { Surroundings } from "../program.ts";
import { type BatchOptions, createBatchCommand, redisVariable } from "./batch-command.ts";
import { batchFiles } from "./batch-files.ts";
import { openReport } from "./batch-report.ts";
import { digestModel, openSharedWorker, SharedQueue } from "./shared-queue.ts";
import { type ChunkResult, translateChunk } from "./translate-chunk.ts";
import { translateFile } from "./translate-file.ts";
import { untilAborted } from "./until-aborted.ts";

/** Its command line, which runs nothing. */
export const describe = (): Command => createBatchCommand(() => Promise.resolve());

/** Translates files line by line.
 *  @param args  what follows `batch`.
 *  @returns  the exit code. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let code: number = exitCode.success;
  await createBatchCommand(async (files, options) => {
    const redis = options.redis ?? process.env[redisVariable];
    if (options.work) await work(files, redis, options, surroundings);
    else code = await translate(files, redis, options, surroundings);
  })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void surroundings.output(text),
      writeErr: surroundings.error,
    })
    .parseAsync(args, { from: "user" });
  return code;
}

/** Who translates chunks, and how many at a time. */
interface Translating {
  readonly width: number;
  readonly translate: (lines: readonly string[]) => Promise<ChunkResult>;
  close(): Promise<void>;
}

/** Chunks that are in Redis at a time. */
const queuedChunks = 256;

async function translate(
  paths: readonly string[],
  redis: string | undefined,
  options: BatchOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { error, signal, terminal } = surroundings;
  const all = await batchFiles(paths, options);
  const files = await readModelFiles(options, signal);
  const settings = `${digestModel(files)} beam ${options.beam}`;
  const translating =
    redis === undefined
      ? await openHere(files, options, signal)
      : await openShared(redis, files, options, surroundings);
  let unreliable = 0;
  try {
    for (const file of all) {
      const report = openReport(file.input ?? "standard input", { error, terminal });
      try {
        const run = { ...translating, settings, onProgress: report.update };
        unreliable += await translateFile(file, surroundings, run);
      } finally {
        report.end();
      }
    }
  } finally {
    await translating.close();
  }
  if (unreliable > 0) error(`${unreliable} lines have an unreliable translation\n`);
  return unreliable > 0 ? exitCode.unreliable : exitCode.success;
}

async function openPool(
  files: ModelFiles,
  { isa, threads }: BatchOptions,
): Promise<TranslationPool> {
  const workers = threads === "all" ? Math.min(64, availableParallelism()) : threads;
  const unbounded = Number.POSITIVE_INFINITY;
  const bounds = { queueCharacters: unbounded, queueRequests: unbounded };
  return await TranslationPool.open({ files, isa, workers, ...bounds });
}

/** This process translates. */
async function openHere(
  files: ModelFiles,
  options: BatchOptions,
  signal: AbortSignal,
): Promise<Translating> {
  const pool = await openPool(files, options);
  return {
    width: 2 * pool.load.workers,
    translate: (lines) => translateChunk(pool, lines, options.beam, signal),
    close: () => pool.close(),
  };
}

/** Whoever takes from the queue translates. */
async function openShared(
  redis: string,
  files: ModelFiles,
  { beam }: BatchOptions,
  { error, signal }: Surroundings,
): Promise<Translating> {
  const queue = await untilAborted(
    SharedQueue.open(redis, digestModel(files), ({ message }) => error(`queue: ${message}\n`)),
    signal,
  );
  return {
    width: queuedChunks,
    translate: (lines) => untilAborted(queue.translate(lines, beam), signal),
    close: () => queue.close(),
  };
}

/** Translates what others want, until a signal comes. */
async function work(
  paths: readonly string[],
  redis: string | undefined,
  options: BatchOptions,
  { error, signal }: Surroundings,
): Promise<void> {
  if (redis === undefined) throw new UsageError("--work needs --redis");
  const { output, outputFolder } = options;
  if (paths.length > 0 || output !== undefined || outputFolder !== undefined)
    throw new UsageError("--work takes no files: they come from the queue");
  const files = await readModelFiles(options, signal);
  const pool = await openPool(files, options);
  try {
    const worker = await openSharedWorker({
      url: redis,
      model: digestModel(files),
      translator: pool,
      concurrency: 2 * pool.load.workers,
      lockSeconds: options.lock,
      onChunk: (lines) => error(`translated ${lines} lines\n`),
      onError: ({ message }) => error(`queue: ${message}\n`),
    });
    error(`waiting for lines on ${pool.load.workers} threads\n`);
    await untilAborted(new Promise(() => undefined), signal).catch(() => undefined);
    await worker.close();
  } finally {
    await pool.close();
  }
}
