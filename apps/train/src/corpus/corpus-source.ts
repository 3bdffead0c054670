import type { CleaningOptions } from "./cleaning-rules.ts";
import type { ReferencedSentence } from "./sentence-pair.ts";

export type SplitName = "train" | "val" | "test";

/** Where sentence pairs come from. Sources of one group are split together, into `<group>-val` and `<group>-test`. */
export interface CorpusSource {
  readonly name: string;
  readonly group: string;
  /** The split these rows were published as, which is kept; without it they are split here. */
  readonly split?: SplitName;
  readonly licence: string;
  readonly attribution: string;
  /** Files read, for the provenance record. */
  readonly files: readonly string[];
  readonly cleaning: CleaningOptions;
  /** Most training pairs made of one source sentence; held-out sentences keep all their translations. */
  readonly translationsPerSentence: number;
  /** Rows, and notes for the report that the reading gave (such as paragraphs that did not align). */
  readonly read: () => Promise<SourceRows>;
}

export interface SourceRows {
  readonly rows: readonly ReferencedSentence[];
  readonly notes: Readonly<Record<string, number>>;
}

/** Sources that were unpacked into a folder of their own, which is there until `dispose`. */
export interface UnpackedSources {
  readonly sources: readonly CorpusSource[];
  readonly dispose: () => Promise<void>;
}
