import { createHash } from "node:crypto";
import { type FileHandle, open, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../make-folder.ts";
import { TranslationPool } from "./translation-pool.ts";
import type { TranslationWorkerData } from "./translation-worker.ts";

const chunkSentences = 256;

export interface TeacherOptions extends TranslationWorkerData {
  readonly workers: number;
  /** Where finished translations are kept until all are there. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (finishedSentences: number) => void;
}

/** Translations of a teacher, complete. */
export interface TeacherTranslations {
  /** For each source its translation; undefined where the teacher found no end. */
  readonly translations: readonly (string | undefined)[];
  /** File of the finished translations, to be removed when they are no longer needed. */
  readonly journal: string;
}

/** Translates sources with a packed model, in chunks that are kept on disk: the same call goes on where one before it
 *  was interrupted, and only a call with the same teacher, sources and beam finds those chunks.
 *  @throws the signal's reason once it is aborted; Error if the disk is full or a worker fails. */
export async function translateWithTeacher(
  sources: readonly string[],
  options: TeacherOptions,
): Promise<TeacherTranslations> {
  const { folder, signal, onProgress } = options;
  const journal = join(folder, `teacher-${digestOf(sources, options).slice(0, 16)}.partial`);
  await makeFolder(folder);
  const chunks = cut(sources);
  const translations = await readJournal(journal, sources.length);
  onProgress?.(translations.length);
  const rest = chunks.slice(Math.ceil(translations.length / chunkSentences));
  if (rest.length === 0) return { translations, journal };
  const workers = Math.min(options.workers, rest.length);
  await using pool = new TranslationPool({ ...options, workers });
  await using file = await openToAppend(journal);
  for await (const chunk of pool.translate(rest)) {
    await file.handle.appendFile(chunk.map((text) => `${JSON.stringify(text ?? null)}\n`).join(""));
    translations.push(...chunk);
    onProgress?.(translations.length);
    signal?.throwIfAborted();
  }
  return { translations, journal };
}

function cut(sources: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(sources.length / chunkSentences) }, (_, i) =>
    sources.slice(i * chunkSentences, (i + 1) * chunkSentences),
  );
}

function digestOf(
  sources: readonly string[],
  { model, tokenizerJson, beamSize }: TranslationWorkerData,
): string {
  const hash = createHash("sha256").update(model).update(tokenizerJson).update(String(beamSize));
  for (const source of sources) hash.update(`\n${source}`);
  return hash.digest("hex");
}

/** Whole chunks of a journal; a chunk that a kill cut short is removed from the file. */
async function readJournal(path: string, total: number): Promise<(string | undefined)[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  const lines = text.split("\n").slice(0, -1);
  const whole = lines.length >= total ? total : lines.length - (lines.length % chunkSentences);
  const kept = lines.slice(0, whole);
  const sizeBytes = Buffer.byteLength(kept.map((line) => `${line}\n`).join(""));
  if (text !== "" && sizeBytes !== Buffer.byteLength(text)) await truncate(path, sizeBytes);
  return kept.map((line) => {
    const value: unknown = JSON.parse(line);
    return typeof value === "string" ? value : undefined;
  });
}

async function openToAppend(path: string): Promise<{ handle: FileHandle } & AsyncDisposable> {
  const handle = await open(path, "a");
  return { handle, [Symbol.asyncDispose]: () => handle.close() };
}
