import { basename, join } from "node:path";
import { cleanPairs } from "./clean-pairs.ts";
import { cleaningRules } from "./cleaning-rules.ts";
import { CorpusError } from "./corpus-error.ts";
import type { CorpusSource, SplitName } from "./corpus-source.ts";
import { deduplicate } from "./deduplicate.ts";
import { type Exclusions, isExcluded, readExclusions } from "./exclusions.ts";
import { refuseOtherHeldOutFiles } from "./held-out-files.ts";
import { normalizeText } from "./normalize-text.ts";
import { type GroupRecord, type Provenance, recordFile, type SourceRecord } from "./provenance.ts";
import { seededOrder } from "./seeded-rank.ts";
import type { ReferencedSentence, SentencePair } from "./sentence-pair.ts";
import { type CorpusGroup, type GroupSplits, splitCorpus } from "./split-corpus.ts";
import type { TextFile } from "./write-files.ts";
import { writeWithProvenance } from "./write-with-provenance.ts";

export interface BuildOptions {
  /** Folder for the output; made if it is not there. */
  readonly directory: string;
  readonly seed: number;
  /** Sentences held out of each group that is split here, for validation and again for the test. */
  readonly heldOut: number;
  /** Files of sentences that no output may hold, in any case and spacing: on the source side, or, from three words on,
   *  on the target side. */
  readonly exclude?: readonly string[];
  /** Recorded as what made the corpus. */
  readonly command: readonly string[];
  /** Told what is being done, one line at a time. */
  readonly onProgress?: (message: string) => void;
  /** Ends the work before the next source; nothing is written then. */
  readonly signal?: AbortSignal;
}

interface CleanSource {
  readonly source: CorpusSource;
  readonly record: SourceRecord;
  readonly rows: readonly ReferencedSentence[];
  readonly pairs: readonly SentencePair[];
}

/** Reads, cleans, de-duplicates and splits the sources, and writes `train.tsv` (one pair a line, shuffled),
 *  `<group>-val.tsv` and `<group>-test.tsv` (all references on the line) and `provenance.json` into a folder.
 *  No source sentence is in two of them. The same sources and seed give the same bytes.
 *  @throws CorpusError when a source cannot be read, nothing is left for training, or the folder has held-out files that
 *  are not this corpus's; Error when the output cannot be
 *  written. */
export async function buildCorpus(
  sources: readonly CorpusSource[],
  options: BuildOptions,
): Promise<Provenance> {
  const groupNames = new Set(sources.map(({ group }) => group));
  const possible = [...groupNames].flatMap((name) => [`${name}-val.tsv`, `${name}-test.tsv`]);
  await refuseOtherHeldOutFiles(options.directory, possible);
  const { exclude = [] } = options;
  const exclusions = await readExclusions(exclude);
  const cleaned: CleanSource[] = [];
  for (const source of sources) {
    options.signal?.throwIfAborted();
    options.onProgress?.(`reading ${source.name}`);
    cleaned.push(withoutExcluded(await readSource(source), exclusions));
  }
  options.signal?.throwIfAborted();
  options.onProgress?.("splitting");
  const groups = groupSources(cleaned, options.seed);
  const splits = splitCorpus(groups, options);
  if (splits.every(({ train }) => train.length === 0)) {
    throw new CorpusError("no sentence pair is left for training; see the sources and the rules");
  }
  options.onProgress?.("writing");
  const data = corpusFiles(splits, options);
  await refuseOtherHeldOutFiles(
    options.directory,
    data.map(({ path }) => basename(path)),
  );
  const provenance: Omit<Provenance, "outputs"> = {
    format: "bnnkit-corpus",
    formatVersion: 1,
    command: options.command,
    seed: options.seed,
    versions: { node: process.versions.node, icu: process.versions.icu ?? "none" },
    sources: cleaned.map(({ record }) => record),
    ...(exclude.length === 0 ? {} : { exclusions: await Promise.all(exclude.map(recordFile)) }),
    groups: splits.map((split) => groupRecord(split, cleaned)),
  };
  return writeWithProvenance(data, provenance, options.directory);
}

async function readSource(source: CorpusSource): Promise<CleanSource> {
  const { rows, notes } = await source.read();
  const files = await Promise.all(source.files.map(recordFile));
  const { name, group, split, licence, attribution, cleaning } = source;
  const pairs = rows.flatMap(({ source: text, references }) =>
    references.map((target) => ({ source: text, target })),
  );
  const record = {
    ...{
      name,
      group,
      ...(split === undefined ? {} : { split }),
      licence,
      attribution,
      files,
      notes,
    },
    sentencesRead: rows.length,
    pairsRead: pairs.length,
  };
  if (split === "val" || split === "test") {
    const normalized = rows.map((row) => ({
      source: normalizeText(row.source),
      references: row.references.map(normalizeText),
    }));
    return { source, record: { ...record, pairsKept: pairs.length }, rows: normalized, pairs: [] };
  }
  const { kept, dropped, examples } = cleanPairs(pairs, cleaningRules(cleaning));
  const drops = { dropped, droppedExamples: examples };
  const cleanRecord = { ...record, cleaning, ...drops, pairsKept: kept.length };
  return { source, record: cleanRecord, rows: [], pairs: kept };
}

function withoutExcluded(clean: CleanSource, exclusions: Exclusions): CleanSource {
  if (exclusions.sources.size === 0) return clean;
  const rows = clean.rows.filter((row) => !isExcluded(row, exclusions));
  const pairs = clean.pairs.filter(
    ({ source, target }) => !isExcluded({ source, references: [target] }, exclusions),
  );
  const excluded = clean.rows.length - rows.length + clean.pairs.length - pairs.length;
  const lost =
    clean.pairs.length - pairs.length + referenceCount(clean.rows) - referenceCount(rows);
  const pairsKept = clean.record.pairsKept - lost;
  return { ...clean, rows, pairs, record: { ...clean.record, excluded, pairsKept } };
}

function referenceCount(rows: readonly ReferencedSentence[]): number {
  return rows.reduce((sum, { references }) => sum + references.length, 0);
}

function groupSources(cleaned: readonly CleanSource[], seed: number): CorpusGroup[] {
  const names = [...new Set(cleaned.map(({ source }) => source.group))];
  return names.map((name) => {
    const own = cleaned.filter(({ source }) => source.group === name);
    const of = (split: SplitName | undefined) => own.filter(({ source }) => source.split === split);
    const distinct = (split: SplitName | undefined) => [
      ...deduplicate(
        of(split).flatMap(({ pairs }) => pairs),
        seed,
      ).values(),
    ];
    return {
      name,
      givenTrain: distinct("train"),
      givenVal: of("val").flatMap(({ rows }) => rows),
      givenTest: of("test").flatMap(({ rows }) => rows),
      unsplit: distinct(undefined),
      translationsPerSentence: Math.max(...own.map(({ source }) => source.translationsPerSentence)),
    };
  });
}

function corpusFiles(splits: readonly GroupSplits[], options: BuildOptions): TextFile[] {
  const { directory, seed } = options;
  const pairLines = splits.flatMap(({ train }) => train.map((p) => `${p.source}\t${p.target}`));
  const train = seededOrder(pairLines, seed, (line) => line);
  const heldOut = splits.flatMap(({ name, val, test }) => [
    { path: join(directory, `${name}-val.tsv`), lines: val.map(rowLine) },
    { path: join(directory, `${name}-test.tsv`), lines: test.map(rowLine) },
  ]);
  const filled = heldOut.filter(({ lines }) => lines.length > 0);
  return [{ path: join(directory, "train.tsv"), lines: train }, ...filled];
}

function rowLine({ source, references }: ReferencedSentence): string {
  return [source, ...references].join("\t");
}

function groupRecord(split: GroupSplits, cleaned: readonly CleanSource[]): GroupRecord {
  const own = cleaned.filter(({ source }) => source.group === split.name);
  const kept = own.reduce((sum, { pairs }) => sum + pairs.length, 0);
  return {
    name: split.name,
    trainPairs: split.train.length,
    valSentences: split.val.length,
    testSentences: split.test.length,
    cleanPairs: kept,
    overlappingSentences: split.overlapping,
  };
}
