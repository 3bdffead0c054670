import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { DropCounts, DroppedExamples } from "./clean-pairs.ts";
import type { CleaningOptions } from "./cleaning-rules.ts";
import type { SplitName } from "./corpus-source.ts";

/** A file by its name and content; its folder is nobody's business. */
export interface FileRecord {
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What one source gave. */
export interface SourceRecord {
  readonly name: string;
  readonly group: string;
  readonly split?: SplitName;
  readonly licence: string;
  readonly attribution: string;
  readonly files: readonly FileRecord[];
  readonly notes: Readonly<Record<string, number>>;
  readonly sentencesRead: number;
  readonly pairsRead: number;
  /** Absent for published validation and test sentences, which are not cleaned. */
  readonly cleaning?: CleaningOptions;
  /** Pairs that each rule dropped. */
  readonly dropped?: DropCounts;
  /** Up to three pairs that each rule dropped. */
  readonly droppedExamples?: DroppedExamples;
  /** Clean pairs, or published sentences, left out because a file of exclusions holds a side of them. */
  readonly excluded?: number;
  readonly pairsKept: number;
}

/** What one group came to. */
export interface GroupRecord {
  readonly name: string;
  readonly trainPairs: number;
  readonly valSentences: number;
  readonly testSentences: number;
  /** Pairs after cleaning and before de-duplication and splitting. */
  readonly cleanPairs: number;
  /** Sentences left out because another split holds them. */
  readonly overlappingSentences: number;
}

/** An output file. */
export interface OutputRecord extends FileRecord {
  readonly lines: number;
}

/** Where a corpus comes from, so that it can be built again and its makers be named. Written as `provenance.json`;
 *  the same input, command and versions give the same bytes. */
export interface Provenance {
  readonly format: "bnnkit-corpus";
  readonly formatVersion: 1;
  readonly command: readonly string[];
  readonly seed: number;
  /** ICU's rules decide where sentences end. */
  readonly versions: { readonly node: string; readonly icu: string };
  readonly sources: readonly SourceRecord[];
  /** Files of sentences that are not in the corpus. */
  readonly exclusions?: readonly FileRecord[];
  readonly groups: readonly GroupRecord[];
  readonly outputs: readonly OutputRecord[];
  /** The model whose translations `distill` added to the training text. */
  readonly teacher?: FileRecord & { readonly beamSize: number };
}

/** Size and SHA-256 of a file. */
export async function recordFile(path: string): Promise<FileRecord> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  const { size } = await stat(path);
  return { file: basename(path), sizeBytes: size, sha256: hash.digest("hex") };
}
