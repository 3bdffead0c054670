import { stat } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { batchLines } from "../batch-lines.ts";
import type { Surroundings } from "../program.ts";
import { readFileLines, readLines } from "../read-lines.ts";
import type { BatchFile } from "./batch-files.ts";
import { BatchJournal } from "./batch-journal.ts";
import type { BatchProgress } from "./batch-progress.ts";
import { inOrder } from "./in-order.ts";
import type { ChunkResult } from "./translate-chunk.ts";

/** Who translates the lines of a file. */
export interface FileRun {
  /** What decides about translations. */
  readonly settings: string;
  /** Chunks that are translated at a time. */
  readonly width: number;
  readonly translate: (lines: readonly string[]) => Promise<ChunkResult>;
  readonly onProgress: (progress: BatchProgress) => void;
}

/** Most lines and characters of a chunk: what is lost with a worker. */
const chunkBounds = { lines: 64, characters: 8192 };

/** Translates a file line by line, or what an interruption has left of it.
 *  @returns how many lines have an unreliable translation
 *  @throws UsageError for a file that cannot be read or written; what `translate` throws. */
export async function translateFile(
  { input, output }: BatchFile,
  surroundings: Surroundings,
  { settings, width, translate, onProgress }: FileRun,
): Promise<number> {
  const { signal } = surroundings;
  const journal = await BatchJournal.open(output, settings);
  try {
    const found = input === undefined ? undefined : await stat(input).catch(() => undefined);
    const allBytes = found?.isFile() ? found.size : undefined;
    const startedAt = performance.now();
    const counted = { bytes: 0, ownBytes: 0 };
    const tell = (): void =>
      onProgress({
        ...counted,
        lines: journal.lines,
        allBytes,
        ownSeconds: (performance.now() - startedAt) / 1000,
      });
    const lines =
      input === undefined ? standardLines(surroundings) : readFileLines("batch", input, signal);
    const remaining = journal.remaining(countBytes(lines, journal.lines, counted));
    const chunks = batchLines(remaining, chunkBounds.lines, chunkBounds.characters);
    const results = inOrder(chunks, width, async (sources) => ({
      sources,
      ...(await translate(sources)),
    }));
    for await (const result of results) {
      signal.throwIfAborted();
      await journal.add(result);
      const bytes = result.sources.reduce((sum, line) => sum + bytesOf(line), 0);
      counted.bytes += bytes;
      counted.ownBytes += bytes;
      tell();
    }
    signal.throwIfAborted();
    await journal.commit();
    return journal.unreliable;
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** Counts the bytes of the lines that are translated already. */
async function* countBytes(
  lines: AsyncIterable<string>,
  done: number,
  counted: { bytes: number },
): AsyncGenerator<string> {
  let count = 0;
  for await (const line of lines) {
    if (count < done) counted.bytes += bytesOf(line);
    count++;
    yield line;
  }
}

function bytesOf(line: string): number {
  return Buffer.byteLength(line) + 1;
}

function standardLines({ input, signal }: Surroundings): AsyncIterable<string> {
  return readLines(addAbortSignal(signal, input()), "standard input");
}
