import { createReadStream } from "node:fs";
import { appendFile, rm, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { TranslatedText } from "@bnnkit/localization";

/** What a run has translated so far, in a file beside its output: a run that was stopped goes on from there. */
export interface Journal {
  readonly path: string;
  /** Translations of an earlier run with the same settings, by source. */
  readonly known: ReadonlyMap<string, TranslatedText>;
  add(texts: ReadonlyMap<string, TranslatedText>): Promise<void>;
  /** The output is complete. */
  remove(): Promise<void>;
}

/** Opens the journal of an output; nothing of one that was written with other settings is taken.
 *  @param settings  what the translations depend on, on one line. */
export async function openJournal(output: string, settings: string): Promise<Journal> {
  const path = `${output}.translated.jsonl`;
  const known = await readJournal(path, settings);
  let isBegun = false;
  return {
    path,
    known,
    async add(texts) {
      // Written anew at first: the last line may be half a one.
      if (!isBegun) await writeFile(path, `${settings}\n${linesOf(known)}`);
      isBegun = true;
      await appendFile(path, linesOf(texts));
    },
    remove: () => rm(path, { force: true }),
  };
}

function linesOf(texts: ReadonlyMap<string, TranslatedText>): string {
  const lines = [...texts].map(([source, { text, isReliable, pieces }]) => {
    const faults = pieces.flatMap((piece) => piece.faults);
    return `${JSON.stringify([source, text, isReliable, faults])}\n`;
  });
  return lines.join("");
}

async function readJournal(path: string, settings: string): Promise<Map<string, TranslatedText>> {
  const known = new Map<string, TranslatedText>();
  const stream = createReadStream(path, "utf8");
  let isFirst = true;
  try {
    for await (const line of createInterface({
      input: stream,
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      if (isFirst && line !== settings) break;
      if (!isFirst) addLine(known, line);
      isFirst = false;
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  } finally {
    stream.destroy();
  }
  return known;
}

/** The last line may be half a one. */
function addLine(known: Map<string, TranslatedText>, line: string): void {
  const record = parsed(line);
  if (!Array.isArray(record)) return;
  const [source, text, isReliable, faults] = record;
  if (typeof source !== "string" || typeof text !== "string") return;
  known.set(source, {
    text,
    isReliable: isReliable === true,
    pieces: [{ faults: namesIn(faults) }],
  });
}

function namesIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((name) => typeof name === "string") : [];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
