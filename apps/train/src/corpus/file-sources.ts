import { basename } from "node:path";
import { documentCleaning, sentenceCleaning } from "./cleaning-presets.ts";
import type { CleaningOptions } from "./cleaning-rules.ts";
import type { CorpusSource, SplitName } from "./corpus-source.ts";
import { readMoses } from "./read-moses.ts";
import { readTsv } from "./read-tsv.ts";
import type { ReferencedSentence } from "./sentence-pair.ts";
import { readTatoebaExport, type TatoebaExport } from "./tatoeba-export.ts";

/** What a source of files is called and whose it is. */
export interface SourceTerms {
  /** Sources of the same group are split together. */
  readonly group: string;
  readonly licence: string;
  readonly attribution: string;
  /** Changes to the source's own cleaning. */
  readonly cleaning?: Partial<CleaningOptions>;
}

/** A tab-separated file; `split` says that it was published as that split. */
export function tsvSource(path: string, terms: SourceTerms, split?: SplitName): CorpusSource {
  const source = fileSource([path], terms, sentenceCleaning, () => readTsv(path));
  return split === undefined ? source : { ...source, name: `${terms.group} ${split}`, split };
}

/** Two line-aligned files, cleaned like documents. */
export function mosesSource(source: string, target: string, terms: SourceTerms): CorpusSource {
  const read = () => readMoses(source, target);
  const files = [source, target];
  return { ...fileSource(files, terms, documentCleaning, read), translationsPerSentence: 1 };
}

/** Tatoeba's weekly export. */
export function tatoebaSource(
  files: TatoebaExport,
  cleaning?: Partial<CleaningOptions>,
): CorpusSource {
  const terms = {
    group: "tatoeba",
    licence: "CC-BY 2.0 FR",
    attribution: "Tatoeba and its contributors (https://tatoeba.org)",
    ...(cleaning === undefined ? {} : { cleaning }),
  };
  const paths = [...files.sentences, files.links];
  return fileSource(paths, terms, sentenceCleaning, () => readTatoebaExport(files));
}

/** The name a group has when none is given: the file's, up to its first dot. */
export function groupNameOf(path: string): string {
  return basename(path).split(".")[0] ?? "";
}

function fileSource(
  files: readonly string[],
  terms: SourceTerms,
  cleaning: CleaningOptions,
  read: () => AsyncIterable<ReferencedSentence>,
): CorpusSource {
  return {
    name: terms.group,
    group: terms.group,
    licence: terms.licence,
    attribution: terms.attribution,
    files,
    cleaning: { ...cleaning, ...terms.cleaning },
    translationsPerSentence: Number.MAX_SAFE_INTEGER,
    read: async () => {
      const rows: ReferencedSentence[] = [];
      for await (const row of read()) rows.push(row);
      return { rows, notes: {} };
    },
  };
}
